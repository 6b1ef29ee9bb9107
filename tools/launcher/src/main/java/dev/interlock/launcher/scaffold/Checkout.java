package dev.interlock.launcher.scaffold;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.emulator.host.SetupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The checkout that gets a new function, and the names that are taken in it.
record Checkout(Path root) {
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final Pattern TABLE = Pattern.compile("(?m)^CREATE TABLE (\\w+)");

  /// @throws SetupException if the folder is not a checkout
  static Checkout at(Path root) {
    if (!Files.isRegularFile(root.resolve("template.yaml"))
        || !Files.isRegularFile(root.resolve("tools/emulator/tests/pom.xml"))) {
      throw new SetupException(root + " is not a checkout of Interlock");
    }
    return new Checkout(root);
  }

  String read(String file) throws IOException {
    Path path = root.resolve(file);
    if (!Files.isRegularFile(path)) {
      throw new SetupException(path + " is missing");
    }
    return Files.readString(path, UTF_8);
  }

  private List<Path> modules() throws IOException {
    return MODULE
        .matcher(read("pom.xml"))
        .results()
        .map(module -> root.resolve(module.group(1)))
        .toList();
  }

  /// The SQL of all modules.
  List<String> sqlFiles() throws IOException {
    List<String> texts = new ArrayList<>();
    for (Path module : modules()) {
      Path folder = module.resolve("src/main/resources/db");
      try (Stream<Path> files = Files.isDirectory(folder) ? Files.walk(folder) : Stream.empty()) {
        for (Path file : files.filter(each -> each.toString().endsWith(".sql")).toList()) {
          texts.add(Files.readString(file, UTF_8));
        }
      }
    }
    return texts;
  }

  /// Two functions with one name for a module, a table, a resource of the template or a schema
  /// would not build, or would share what must be separate.
  ///
  /// @throws SetupException if a name is taken
  void requireFree(FunctionName name, ResourceKind kind) throws IOException {
    if (Files.exists(root.resolve("functions").resolve(name.kebab()))) {
      throw new SetupException("functions/" + name.kebab() + " already exists");
    }
    for (Path module : modules()) {
      refuseIf(module.endsWith(name.kebab()), name, "there is a module " + name.kebab());
      refuseIf(
          Files.exists(module.resolve("src/main/java/dev/interlock").resolve(name.compact())),
          name,
          "there is a package dev.interlock." + name.compact());
    }
    Set<String> tables = Set.of(kind.table(), kind.table() + "_entry");
    for (String file : sqlFiles()) {
      TABLE
          .matcher(file)
          .results()
          .map(table -> table.group(1))
          .filter(tables::contains)
          .forEach(table -> refuseIf(true, name, "there is a table " + table));
    }
    if (kind.isOfInterlock()) {
      throw new SetupException(
          "resources of kind " + kind.name() + " are Interlock's: choose another kind");
    }
    for (String resource : List.of("Function", "Role", "Logs", "ErrorsAlarm")) {
      refuseLine(name, "template.yaml", "  " + name.pascal() + resource + ":");
    }
    for (String schema : List.of("", "Request", "Limit", "NotFound")) {
      refuseLine(name, "openapi.yaml", "    " + name.pascal() + schema + ":");
    }
    refuseLine(name, "openapi.yaml", "  /" + name.plural() + ":");
  }

  private void refuseLine(FunctionName name, String file, String line) throws IOException {
    refuseIf(
        read(file).lines().anyMatch(line::equals),
        name,
        file + " has " + line.strip().replaceAll(":$", ""));
  }

  private static void refuseIf(boolean taken, FunctionName name, String reason) {
    if (taken) {
      throw new SetupException("the name " + name.kebab() + " is taken: " + reason);
    }
  }
}
