package dev.interlock.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.testkit.secrets.SecretsServer;
import dev.interlock.testkit.secrets.StubbedSecretsServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests to Secrets Manager, and the interpretation of its answers.
class SecretsManagerSourceTest {

  private final StubbedSecretsServer secrets = new StubbedSecretsServer();
  private final String arn =
      secrets.create(
          "database", "{\"username\": \"interlock_function\", \"password\": \"pass'w\"}");

  @AfterEach
  void end() {
    secrets.close();
  }

  @Test
  void asksForTheSecretInTheNameOfTheFunctionsRole() throws IOException {
    assertThat(source(secrets.environment()).fetch())
        .isEqualTo(new Credential("interlock_function", "pass'w"));
    assertThat(secrets.lastHeader("Authorization")).contains("Credential=test/");
  }

  @Test
  void sendsTheSessionsTokenWithTemporaryKeys() throws IOException {
    Map<String, String> environment = new LinkedHashMap<>(secrets.environment());
    environment.put("AWS_SESSION_TOKEN", "of-this-session");
    source(environment).fetch();
    assertThat(secrets.lastHeader("X-Amz-Security-Token")).isEqualTo("of-this-session");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nottobeseen",
        "[\"nottobeseen\"]",
        "{\"username\":\"u\"}",
        "{\"username\":\"u\",\"password\":{\"is\":\"nottobeseen\"}}",
        "{\"password\":\"nottobeseen\"}",
        "{\"password\":\"nottobeseen\",\"password\":\"nottobeseen\"}",
      })
  void secretOfAnotherShapeIsAnErrorThatDoesNotShowIt(String secret) {
    secrets.put(arn, secret);
    assertThatThrownBy(() -> source(secrets.environment()).fetch())
        .isInstanceOf(IOException.class)
        .satisfies(e -> assertThat(allOf(e)).doesNotContain("nottobeseen"));
  }

  @Test
  void refusalNamesItsKind() {
    secrets.fail(arn, "AccessDeniedException");
    assertThatThrownBy(() -> source(secrets.environment()).fetch())
        .isInstanceOf(IOException.class)
        .hasMessage("Secrets Manager answered 400, AccessDeniedException");
  }

  @Test
  void unreachableEndpointIsAnError() {
    Map<String, String> environment = secrets.environment();
    secrets.close();
    assertThatThrownBy(() -> source(environment).fetch()).isInstanceOf(IOException.class);
  }

  /// The template declares the variable, so a deployed function has it without a value.
  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void blankEndpointCountsAsAbsent(String blank) throws IOException {
    Map<String, String> environment = new LinkedHashMap<>(secrets.environment());
    environment.put(SecretsServer.VARIABLE, blank);
    environment.put("AWS_ENDPOINT_URL", secrets.endpoint().toString());
    assertThat(source(environment).fetch())
        .isEqualTo(new Credential("interlock_function", "pass'w"));

    environment.put("AWS_ENDPOINT_URL", blank);
    assertThat(SecretsManagerSource.endpoint(environment, "eu-west-1"))
        .hasToString("https://secretsmanager.eu-west-1.amazonaws.com");
  }

  private CredentialSource source(Map<String, String> environment) {
    return new SecretsManagerSource(arn, environment);
  }

  private static String allOf(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
