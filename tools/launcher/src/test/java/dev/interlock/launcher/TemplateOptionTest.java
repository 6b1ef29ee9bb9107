package dev.interlock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// Commands on a template that is not the repository's.
class TemplateOptionTest {
  @TempDir Path folder;
  private final StringWriter err = new StringWriter();

  private int execute(Map<String, String> environment, String... words) {
    return Interlock.commandLine(environment).setErr(new PrintWriter(err)).execute(words);
  }

  private Path template(String text) throws IOException {
    return Files.writeString(folder.resolve("template.yaml"), text);
  }

  /// A template may be anything that YAML can say, and much that it cannot.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Resources: [",
        "Resources:\n\tApi: {}",
        "",
        "Resources: {Api: {Type: AWS::Serverless::HttpApi}}",
        "Resources: {F: {Type: AWS::Serverless::Function, Properties: {Timeout: soon}}}",
        "Resources: {F: {Type: AWS::Serverless::Function, Properties: {Handler: !If [x]}}}",
        "Parameters: {Stage: {Type: String}}\n"
            + "Resources: {F: {Type: AWS::Serverless::Function, Properties: {Handler: !Ref"
            + " Stage}}}",
      })
  void unusableTemplateIsRefusedBeforeAnythingStarts(String text) throws IOException {
    Path template = template(text);
    Path data = folder.resolve("data");
    int exit =
        execute(Map.of(), "start", "--template", template.toString(), "--data", data.toString());
    assertThat(exit).isEqualTo(2);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("interlock: template " + template + ": ");
    assertThat(data).doesNotExist();
  }

  /// The tokens of a project must not be signed with the key of another one.
  @Test
  void theDataAreBesideTheTemplateByDefault() throws IOException {
    Path template = template("Resources: {}");
    assertThat(execute(Map.of(), "token", "alice", "--template", template.toString())).isZero();
    assertThat(folder.resolve(".interlock/issuer.pem")).exists();
  }

  @Test
  void theVariableStandsForTheOption() throws IOException {
    Map<String, String> environment = Map.of("INTERLOCK_TEMPLATE", template("").toString());
    assertThat(execute(environment, "token", "alice")).isZero();
    assertThat(folder.resolve(".interlock/issuer.pem")).exists();
  }

  @Test
  void everyCommandOnAStackTakesTheOption() {
    for (CommandLine command : Interlock.commandLine(Map.of()).getSubcommands().values()) {
      CommandSpec options = command.getCommandSpec();
      assertThat(options.findOption("--template") != null)
          .as(options.name())
          .isEqualTo(options.findOption("--data") != null || options.name().equals("replay"));
    }
  }
}
