package dev.interlock.launcher.scaffold;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.emulator.host.SetupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/// A new function in a checkout: the files of its module, and the lines that it needs in others.
public final class Scaffold {
  private static final Pattern MODULE = Pattern.compile("<module>(?:.*/)?([^/<]+)</module>");
  private static final Pattern TABLE = Pattern.compile("(?m)^CREATE TABLE (\\w+)");

  private final Path root;
  private final FunctionName name;
  private final Map<String, String> more;
  private final String resource;
  private final Map<Path, String> created = new LinkedHashMap<>();
  private final Map<Path, String> changed = new LinkedHashMap<>();

  private Scaffold(Path root, FunctionName name) throws IOException {
    this.root = root;
    this.name = name;
    this.resource = freeResource();
    this.more =
        Map.of(
            Starter.FOLDER,
            "functions/" + name.kebab(),
            Starter.PACKAGE,
            "dev.interlock." + name.compact(),
            Starter.PACKAGE.replace('.', '/'),
            "dev/interlock/" + name.compact(),
            Starter.RESOURCE,
            resource);
  }

  /// Composes the files, and writes nothing yet.
  ///
  /// @throws SetupException if the name is malformed or taken, or the folder is not a checkout
  public static Scaffold of(Path root, String name) throws IOException {
    if (!Files.isRegularFile(root.resolve("template.yaml"))
        || !Files.isRegularFile(root.resolve("tools/emulator/tests/pom.xml"))) {
      throw new SetupException(root + " is not a checkout of Interlock");
    }
    Scaffold scaffold = new Scaffold(root, FunctionName.of(name));
    scaffold.requireFree();
    scaffold.compose();
    return scaffold;
  }

  private void compose() throws IOException {
    for (Map.Entry<String, String> file : Starter.files().entrySet()) {
      Path path = Path.of("functions", name.kebab(), renamed(file.getKey()));
      created.put(path, renamed(file.getValue()));
    }
    SortedMap<String, String> lines = Starter.lines();
    lines.replaceAll((file, text) -> renamed(text));
    change("pom.xml", text -> SharedFiles.rootPom(text, name));
    change("tools/emulator/tests/pom.xml", text -> SharedFiles.emulatorPom(text, name));
    change("tools/launcher/pom.xml", text -> SharedFiles.launcherPom(text, name));
    change(
        "template.yaml",
        text -> SharedFiles.template(text, lines.getOrDefault("template.yaml", "")));
    change(
        "openapi.yaml", text -> SharedFiles.openApi(text, lines.getOrDefault("openapi.yaml", "")));
    change("docs/api.md", text -> SharedFiles.page(text, lines.getOrDefault("api.md", "")));
    change("requests.http", text -> text + lines.getOrDefault("requests.http", ""));
  }

  private String renamed(String text) {
    return Starter.NAME.renamed(text, name, more);
  }

  private void change(String file, UnaryOperator<String> change) throws IOException {
    changed.put(Path.of(file), change.apply(read(file)));
  }

  private String read(String file) throws IOException {
    Path path = root.resolve(file);
    if (!Files.isRegularFile(path)) {
      throw new SetupException(path + " is missing");
    }
    return Files.readString(path, UTF_8);
  }

  // Two functions with one name for a module, a table, a resource of the template or a schema would
  // not build, or would share what must be separate.
  private void requireFree() throws IOException {
    if (Files.exists(root.resolve("functions").resolve(name.kebab()))) {
      throw new SetupException("functions/" + name.kebab() + " already exists");
    }
    MODULE
        .matcher(read("pom.xml"))
        .results()
        .map(module -> module.group(1))
        .filter(name.kebab()::equals)
        .forEach(module -> refuse("there is a module " + module));
    for (Path module : modules()) {
      if (Files.exists(module.resolve("src/main/java/dev/interlock").resolve(name.compact()))) {
        refuse("there is a package dev.interlock." + name.compact());
      }
      for (String file : sqlFiles(module)) {
        TABLE
            .matcher(file)
            .results()
            .map(table -> table.group(1))
            .filter(List.of(name.snake(), name.snake() + "_entry")::contains)
            .forEach(table -> refuse("there is a table " + table));
      }
    }
    for (String resource : List.of("Function", "Role", "Logs", "ErrorsAlarm")) {
      refuseIf("template.yaml", "  " + name.pascal() + resource + ":");
    }
    for (String schema : List.of("", "Request", "Limit")) {
      refuseIf("openapi.yaml", "    " + name.pascal() + schema + ":");
    }
    refuseIf("openapi.yaml", "  /" + name.plural() + ":");
  }

  private void refuseIf(String file, String line) throws IOException {
    if (read(file).lines().anyMatch(line::equals)) {
      refuse(file + " has " + line.strip().replaceAll(":$", ""));
    }
  }

  private void refuse(String reason) {
    throw new SetupException("the name " + name.kebab() + " is taken: " + reason);
  }

  private List<Path> modules() throws IOException {
    return Pattern.compile("<module>([^<]+)</module>")
        .matcher(read("pom.xml"))
        .results()
        .map(module -> root.resolve(module.group(1)))
        .toList();
  }

  private static List<String> sqlFiles(Path module) throws IOException {
    Path folder = module.resolve("src/main/resources/db");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".sql")).toList()) {
        texts.add(Files.readString(file, UTF_8));
      }
    }
    return texts;
  }

  /// An id for the resource of the demo data that no other function uses there.
  private String freeResource() throws IOException {
    CRC32 hash = new CRC32();
    hash.update(name.kebab().getBytes(UTF_8));
    StringBuilder demo = new StringBuilder();
    for (Path module : modules()) {
      sqlFiles(module).forEach(demo::append);
    }
    for (long group = hash.getValue() & 0xffff; ; group = (group + 1) & 0xffff) {
      String id = Starter.RESOURCE.replace("-0000-", "-%04x-".formatted(group));
      if (demo.indexOf(id) < 0) {
        return id;
      }
    }
  }

  /// Writes everything.
  public void write() throws IOException {
    for (Map.Entry<Path, String> file : created.entrySet()) {
      Path path = root.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue(), UTF_8);
    }
    for (Map.Entry<Path, String> file : changed.entrySet()) {
      Files.writeString(root.resolve(file.getKey()), file.getValue(), UTF_8);
    }
  }

  /// The files of the module, by their paths in the checkout.
  public List<Path> created() {
    return List.copyOf(created.keySet());
  }

  /// The files that get further lines, by their paths in the checkout.
  public List<Path> changed() {
    return List.copyOf(changed.keySet());
  }

  /// The route of the function, such as `/gift-cards`.
  public String path() {
    return "/" + name.plural();
  }

  /// The beginning of the names of its types, such as `GiftCard`.
  public String types() {
    return name.pascal();
  }

  /// A body that its demo data accepts.
  public String body() {
    return "{\"resource\":\"%s\",\"quantity\":1}".formatted(resource);
  }
}
