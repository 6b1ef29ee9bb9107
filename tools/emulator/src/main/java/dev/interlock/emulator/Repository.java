package dev.interlock.emulator;

import dev.interlock.emulator.lambda.RuntimeClient;
import dev.interlock.emulator.template.Template;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where the parts of a local stack are found in a checkout.
///
/// @param root the checkout's root
/// @param templateFile `template.yaml` in it, but for tests
public record Repository(Path root, Path templateFile) {
  public static Repository at(Path root) {
    return new Repository(root, root.resolve("template.yaml"));
  }

  /// The checkout whose launcher started this process.
  public static Repository ofLauncher() {
    Path root = Path.of(System.getProperty("interlock.root", "")).toAbsolutePath().normalize();
    String template = System.getProperty("interlock.template", "template.yaml");
    return new Repository(root, root.resolve(template));
  }

  public Path defaultData() {
    return root.resolve(".interlock");
  }

  /// For what is unpacked once: it goes when the build is cleaned.
  public Path cache() {
    return root.resolve("tools/emulator/target");
  }

  public RuntimeClient runtimeClient(Path nativeFolder) throws IOException {
    return RuntimeClient.unpack(root.resolve("tools/emulator/target/lambda-runtime"), nativeFolder);
  }

  /// What lets the clocks of functions be moved.
  public Path clockAgent() {
    return root.resolve("tools/emulator/target/emulator-clock-agent.jar");
  }

  /// The logical ids of the template's functions, which depend on no parameter.
  public Set<String> functionIds() throws IOException {
    Map<String, String> any =
        Stream.of(
                "DatabaseUrl",
                "DatabaseUser",
                "DatabasePassword",
                "DatabaseProduct",
                "JwtIssuer",
                "JwtAudience")
            .collect(Collectors.toMap(name -> name, name -> ""));
    return template(any).functions().keySet();
  }

  public Template template(Map<String, String> parameters) throws IOException {
    return Template.read(templateFile, parameters);
  }
}
