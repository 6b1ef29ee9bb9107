package dev.interlock.emulator.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs AWS's tools on the template, where they are installed.
class TemplateToolsTest {

  /// Translates the template with SAM, without an account or network. Prints the types of the
  /// resources, one per line, and what became of the CORS configuration.
  private static final String TRANSLATE =
      """
      import os, sys
      import boto3
      from samtranslator.parser.parser import Parser
      from samtranslator.translator.translator import Translator
      from samtranslator.yaml_helper import yaml_parse

      template = yaml_parse(open(sys.argv[1], encoding="utf-8").read())
      values = {name: parameter.get("Default", "https://example.com")
                for name, parameter in template["Parameters"].items()}
      for resource in template["Resources"].values():
          if resource["Type"] == "AWS::Serverless::Function":
              resource["Properties"]["CodeUri"] = "s3://bucket/key"
      session = boto3.Session(region_name="us-east-1")
      translated = Translator({}, Parser(), boto_session=session).translate(template, values)
      for resource in translated["Resources"].values():
          print(resource["Type"])
      cors = translated["Resources"]["Api"]["Properties"]["Body"]["x-amazon-apigateway-cors"]
      condition, with_origins, without = cors["Fn::If"]
      print("CORS", condition, sorted(with_origins), without)
      """;

  @TempDir Path folder;

  private record Run(int status, String output) {}

  @Test
  void cfnLintFindsNothing() throws Exception {
    assumeTrue(
        run("cfn-lint", "--version").status() == 0,
        "cfn-lint is not installed: pip install -r .github/tools/aws-tools.txt");
    Run lint = run("cfn-lint", "--regions", "us-east-1", "--", Deployment.FILE.toString());
    assertThat(lint.output()).isEmpty();
    assertThat(lint.status()).isZero();
  }

  @Test
  void samTranslatesIt() throws Exception {
    assumeTranslator();
    Path script = Files.writeString(folder.resolve("translate.py"), TRANSLATE);
    Run translation = run("python3", script.toString(), Deployment.FILE.toString());
    assertThat(translation.status()).as(translation.output()).isZero();
    List<String> types = translation.output().lines().toList();
    int functions = Deployment.read().functions().size();
    for (String type : List.of("Version", "Alias")) {
      assertThat(types).filteredOn(("AWS::Lambda::" + type)::equals).hasSize(functions);
    }
    // And the function that digests their configuration.
    assertThat(types).filteredOn("AWS::Lambda::Function"::equals).hasSize(functions + 1);
    assertThat(types).filteredOn("AWS::CodeDeploy::DeploymentGroup"::equals).hasSize(functions);
    // SAM drops the other members if only the list of origins depends on a condition.
    assertThat(types)
        .contains(
            "CORS HasCorsOrigins ['allowHeaders', 'allowMethods', 'allowOrigins', 'exposeHeaders',"
                + " 'maxAge'] {'Ref': 'AWS::NoValue'}");
  }

  /// A version is published for each change that affects a function, and for no other: Lambda
  /// refuses to publish a version that equals the last one.
  @Test
  void everyParameterOfAFunctionPublishesANewVersion() throws Exception {
    assumeTranslator();
    Path script =
        Path.of(Objects.requireNonNull(TemplateToolsTest.class.getResource("versions.py")).toURI());
    Run versions = run("python3", script.toString(), Deployment.FILE.toString());
    assertThat(versions.status()).as(versions.output()).isZero();
    assertThat(versions.output().lines())
        .hasSize(Deployment.read().map("Parameters").size())
        .contains("DatabaseUrl changed all", "DatabasePassword changed all")
        .contains("JwtIssuer unchanged none", "ReservedConcurrency unchanged none")
        .allMatch(line -> line.endsWith(" changed all") || line.endsWith(" unchanged none"));
  }

  private void assumeTranslator() throws Exception {
    assumeTrue(
        run("python3", "-c", "import samtranslator, boto3").status() == 0,
        "the SAM translator is not installed: pip install -r .github/tools/aws-tools.txt");
  }

  private Run run(String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "tool", ".txt");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    } catch (IOException e) {
      return new Run(-1, String.valueOf(e.getMessage()));
    }
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("still runs: " + String.join(" ", command));
    }
    return new Run(process.exitValue(), Files.readString(output, UTF_8));
  }
}
