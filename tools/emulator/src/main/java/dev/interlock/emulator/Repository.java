package dev.interlock.emulator;

import dev.interlock.emulator.host.SetupException;
import dev.interlock.emulator.lambda.RuntimeClient;
import dev.interlock.emulator.template.Template;
import dev.interlock.office.tables.OperationTables;
import dev.interlock.office.tables.TableScripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The parts of a local stack in a checkout.
///
/// @param root the checkout's root
/// @param templateFile `template.yaml` in the root, except in tests
public record Repository(Path root, Path templateFile) {
  public static Repository at(Path root) {
    return new Repository(root, root.resolve("template.yaml"));
  }

  public Path defaultData() {
    return root.resolve(".interlock");
  }

  /// The folder for what is unpacked once. Cleaning the build deletes it.
  public Path cache() {
    return root.resolve("tools/emulator/target");
  }

  public RuntimeClient runtimeClient(Path nativeFolder) throws IOException {
    return RuntimeClient.unpack(root.resolve("tools/emulator/target/lambda-runtime"), nativeFolder);
  }

  /// The jar for [RuntimeClient#withMovableClocks].
  public Path clockAgent() {
    return root.resolve("tools/emulator/target/emulator-clock-agent.jar");
  }

  /// The logical ids of the template's functions.
  public Set<String> functionIds() throws IOException {
    return templateWithoutParameters().functions().keySet();
  }

  /// What the template's functions bring for their own tables.
  public List<OperationTables> functionTables() throws IOException {
    return functionTables(templateWithoutParameters());
  }

  /// What the functions of a template bring for their own tables, in the jars that are built.
  public static List<OperationTables> functionTables(Template template) throws IOException {
    try {
      return TableScripts.in(
          template.functions().values().stream().map(Template.Function::code).toList());
    } catch (IllegalArgumentException misplaced) {
      throw new SetupException(String.valueOf(misplaced.getMessage()), misplaced);
    }
  }

  /// The template with empty parameters, for what does not depend on them.
  public Template templateWithoutParameters() throws IOException {
    Map<String, String> empty =
        Stream.of(
                "DatabaseUrl",
                "DatabaseUser",
                "DatabasePassword",
                "DatabaseProduct",
                "JwtIssuer",
                "JwtAudience")
            .collect(Collectors.toMap(name -> name, name -> ""));
    return template(empty);
  }

  /// The OpenAPI document of the API.
  public String openApi() throws IOException {
    return Files.readString(root.resolve("openapi.yaml"));
  }

  public Template template(Map<String, String> parameters) throws IOException {
    return Template.read(templateFile, parameters);
  }
}
