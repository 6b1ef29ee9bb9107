package dev.interlock.launcher.scaffold;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.emulator.host.SetupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;

/// A new function in a checkout: the files of its module, and the lines that it needs in others.
public final class Scaffold {
  private final Checkout checkout;
  private final FunctionName name;
  private final Map<String, String> more;
  private final String resource;
  private final Map<Path, String> created = new LinkedHashMap<>();
  private final Map<Path, String> changed = new LinkedHashMap<>();

  private Scaffold(Checkout checkout, FunctionName name, ResourceKind kind) throws IOException {
    this.checkout = checkout;
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
            resource,
            Starter.KIND.name(),
            kind.name(),
            Starter.KIND.table(),
            kind.table());
  }

  /// Composes the files, and writes nothing yet.
  ///
  /// @param kind the kind of the resources that it writes; usually the name
  /// @param table the table of these resources; usually the kind
  /// @throws SetupException if a name is malformed or taken, or the folder is not a checkout
  public static Scaffold of(Path root, String name, Optional<String> kind, Optional<String> table)
      throws IOException {
    Checkout checkout = Checkout.at(root);
    FunctionName function = FunctionName.of(name);
    ResourceKind resources = ResourceKind.of(kind.orElse(name), table);
    checkout.requireFree(function, resources);
    Scaffold scaffold = new Scaffold(checkout, function, resources);
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
    changed.put(Path.of(file), change.apply(checkout.read(file)));
  }

  /// An id for the resource of the demo data that no other function uses there.
  private String freeResource() throws IOException {
    CRC32 hash = new CRC32();
    hash.update(name.kebab().getBytes(UTF_8));
    String demo = String.join("", checkout.sqlFiles());
    for (long group = hash.getValue() & 0xffff; ; group = (group + 1) & 0xffff) {
      String id = Starter.RESOURCE.replace("-0000-", "-%04x-".formatted(group));
      if (!demo.contains(id)) {
        return id;
      }
    }
  }

  /// Writes everything.
  public void write() throws IOException {
    for (Map.Entry<Path, String> file : created.entrySet()) {
      Path path = checkout.root().resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue(), UTF_8);
    }
    for (Map.Entry<Path, String> file : changed.entrySet()) {
      Files.writeString(checkout.root().resolve(file.getKey()), file.getValue(), UTF_8);
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
