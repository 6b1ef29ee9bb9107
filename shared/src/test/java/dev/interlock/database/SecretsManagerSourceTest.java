package dev.interlock.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.testing.AwsStub;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is asked of Secrets Manager, and what is made of its answers.
class SecretsManagerSourceTest {

  private final AwsStub aws = AwsStub.start();

  @AfterEach
  void end() {
    aws.close();
  }

  @Test
  void asksForTheSecretInTheNameOfTheFunctionsRole() throws IOException {
    aws.secret("interlock_function", "pass'word");
    assertThat(source(aws.environment()).fetch())
        .isEqualTo(new Credential("interlock_function", "pass'word"));
    assertThat(aws.requests())
        .singleElement()
        .asString()
        .startsWith("POST ")
        .contains("secretsmanager.GetSecretValue", "application/x-amz-json-1.1")
        .contains("Credential=AKIDEXAMPLE/", "/us-east-1/secretsmanager/aws4_request")
        .contains("{\"SecretId\":\"" + AwsStub.SECRET_ARN + "\"}");
  }

  @Test
  void sendsTheSessionsTokenWithTemporaryKeys() throws IOException {
    aws.secret("u", "p");
    Map<String, String> environment = new LinkedHashMap<>(aws.environment());
    environment.put("AWS_SESSION_TOKEN", "of-this-session");
    source(environment).fetch();
    assertThat(aws.requests().getFirst()).contains("of-this-session");
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
    aws.secretText(secret);
    assertThatThrownBy(() -> source(aws.environment()).fetch())
        .isInstanceOf(IOException.class)
        .satisfies(e -> assertThat(allOf(e)).doesNotContain("nottobeseen"));
  }

  @Test
  void refusalNamesItsKind() {
    aws.refuse();
    assertThatThrownBy(() -> source(aws.environment()).fetch())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("400")
        .hasMessageContaining("AccessDeniedException");
  }

  @Test
  void nobodyThereIsAnError() {
    Map<String, String> environment = aws.environment();
    aws.close();
    assertThatThrownBy(() -> source(environment).fetch()).isInstanceOf(IOException.class);
  }

  private static CredentialSource source(Map<String, String> environment) {
    return new SecretsManagerSource(AwsStub.SECRET_ARN, environment);
  }

  private static String allOf(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
