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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.error.YAMLException;

/// The parts of a local stack: a project's template, the files beside it, and Lambda's runtime.
///
/// @param runtime the folder of the runtime's jars. What is unpacked once goes there too, and is
///   deleted when the build is cleaned
/// @param templateFile the template whose functions run
public record Repository(Path runtime, Path templateFile) {
  /// A checkout of this project.
  public static Repository at(Path root) {
    return new Repository(root.resolve("tools/emulator/target"), root.resolve("template.yaml"));
  }

  /// The folder of the template.
  public Path root() {
    return templateFile.resolveSibling("");
  }

  public Path defaultData() {
    return root().resolve(".interlock");
  }

  /// The folders of events to replay, and of the answers that they must get: `events` beside the
  /// template, and in the module of each function that has any.
  public List<Path> events() throws IOException {
    Path own = ownEvents();
    List<Path> ofModules = eventsOfModules();
    // If there are no events at all, the folder where they were expected is named.
    boolean withOwn = Files.isDirectory(own) || ofModules.isEmpty();
    return withOwn ? Stream.concat(Stream.of(own), ofModules.stream()).toList() : ofModules;
  }

  /// Those in the modules of the functions.
  public List<Path> eventsOfModules() throws IOException {
    return templateWithoutParameters().functions().values().stream()
        .flatMap(function -> module(function.code()).stream())
        .map(module -> module.resolve("events"))
        .filter(events -> !events.equals(ownEvents()) && Files.isDirectory(events))
        .distinct()
        .sorted()
        .toList();
  }

  private Path ownEvents() {
    return root().toAbsolutePath().normalize().resolve("events");
  }

  /// The Maven module that code was built by.
  private static Optional<Path> module(Path code) {
    Path target = code.resolveSibling("");
    return target.endsWith("target") ? Optional.of(target.resolveSibling("")) : Optional.empty();
  }

  /// The folder for what is unpacked once.
  public Path cache() {
    return runtime;
  }

  public RuntimeClient runtimeClient(Path nativeFolder) throws IOException {
    return RuntimeClient.unpack(runtime.resolve("lambda-runtime"), nativeFolder);
  }

  /// The jar for [RuntimeClient#withMovableClocks].
  public Path clockAgent() {
    return runtime.resolve("emulator-clock-agent.jar");
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

  /// Checks that the template's functions can be started.
  ///
  /// @throws UnusableTemplateException with the first mistake
  public void requireStartable() throws IOException {
    new TemplateCheck(templateFile, templateWithoutParameters()).run();
  }

  /// The OpenAPI document of the API, if there is one.
  public Optional<String> openApi() throws IOException {
    Path file = root().resolve("openapi.yaml");
    return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
  }

  /// The template with the values of its parameters.
  ///
  /// @throws UnusableTemplateException if it cannot be read, or has no function
  public Template template(Map<String, String> parameters) throws IOException {
    Template template;
    try {
      template = Template.read(templateFile, parameters);
    } catch (YAMLException | IllegalArgumentException mistake) {
      throw new UnusableTemplateException(templateFile, mistake);
    }
    if (template.functions().isEmpty()) {
      throw new UnusableTemplateException(templateFile, "it has no AWS::Serverless::Function");
    }
    return template;
  }
}
