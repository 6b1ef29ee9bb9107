package dev.interlock.emulator.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.limits.TimeLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Checks the template without deploying it. For each rule, a mutant proves that it can fail.
@ResourceLock(Resources.SYSTEM_OUT)
class DeploymentTest {

  private static Signals signals;

  @BeforeAll
  static void ask() throws Exception {
    signals = signals();
  }

  static Signals signals() throws Exception {
    return Signals.of(
        Deployment.read().functions().values().stream()
            .map(function -> String.valueOf(Deployment.at(function, "Handler")))
            .toList());
  }

  private static List<String> violations(Deployment deployment) {
    return violations(deployment, signals);
  }

  static List<String> violations(Deployment deployment, Signals signals) {
    List<String> violations = new ArrayList<>(PermissionRules.violations(deployment));
    violations.addAll(FunctionRules.violations(deployment));
    violations.addAll(ConfigurationRules.violations(deployment));
    violations.addAll(SignalRules.violations(deployment, signals));
    violations.addAll(StageRules.violations(deployment, signals));
    violations.addAll(ReplacementRules.violations(deployment));
    return violations;
  }

  @Test
  void keepsEveryRule() throws IOException {
    assertThat(violations(Deployment.read())).isEmpty();
  }

  @Test
  void keepsEveryRuleWithAFourthFunction() throws IOException {
    Deployment deployment = FourthFunction.added(Deployment.read());
    assertThat(
            violations(deployment, signals.with(FourthFunction.HANDLER, FourthFunction.OPERATION)))
        .isEmpty();
  }

  /// Every alarm is necessary: without it, a rule fails.
  @ParameterizedTest
  @MethodSource
  void everyAlarmIsNecessary(String alarm) throws IOException {
    Deployment mutant = Deployment.read();
    mutant.map("Resources").remove(alarm);
    assertThat(violations(mutant)).isNotEmpty();
  }

  static Stream<String> everyAlarmIsNecessary() throws IOException {
    return Deployment.read().alarms().keySet().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.interlock.emulator.template.DeploymentMutants#all")
  void findsEachViolation(String violation, Consumer<Deployment> mutation) throws IOException {
    Deployment mutant = Deployment.read();
    mutation.accept(mutant);
    assertThat(violations(mutant)).anyMatch(each -> each.contains(violation));
  }

  /// Every combination of the credential parameters.
  @ParameterizedTest
  @CsvSource({
    "'', '', false, '', false",
    "secret, '', false, '', true",
    "'', arn, false, '', true",
    "'', '', true, db-1, true",
    "'', '', true, '', false",
    "secret, arn, false, '', false",
    "secret, '', true, db-1, false",
    "'', arn, true, db-1, false",
    "secret, arn, true, db-1, false",
  })
  void requiresExactlyOneCredentialSource(
      String password, String secret, String iam, String resource, boolean accepted)
      throws IOException {
    Map<String, String> parameters = new HashMap<>();
    parameters.put("DatabasePassword", password);
    parameters.put("DatabaseSecretArn", secret);
    parameters.put("DatabaseIamAuth", iam);
    parameters.put("DatabaseResourceId", resource);
    Deployment deployment = Deployment.read();
    Intrinsics intrinsics = new Intrinsics(deployment.root(), parameters);
    boolean met = true;
    for (Object rule : Deployment.values(deployment.at("Rules"))) {
      Object condition = Deployment.at(rule, "RuleCondition");
      if (condition == null || intrinsics.holds(condition)) {
        for (Object assertion : Deployment.list(Deployment.at(rule, "Assertions"))) {
          met &= intrinsics.holds(Deployment.at(assertion, "Assert"));
        }
      }
    }
    assertThat(met).isEqualTo(accepted);
  }

  @ParameterizedTest
  @CsvSource({
    "https://issuer.example.com, true",
    "https://issuer.example.com/, true",
    "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc, true",
    "http://127.0.0.1:3000, true",
    "http://localhost, true",
    "http://issuer.example.com, false",
    "http://127.0.0.1.example.com, false",
    "http://localhost@example.com, false",
    "https://, false",
    "issuer.example.com, false",
  })
  void requiresAnIssuerWithHttpsUnlessLocal(String issuer, boolean accepted) throws IOException {
    String pattern =
        Objects.toString(Deployment.read().at("Parameters", "JwtIssuer", "AllowedPattern"));
    assertThat(Pattern.matches(pattern, issuer)).isEqualTo(accepted);
  }

  /// In a policy, a secret ARN without its random suffix matches no secret.
  @ParameterizedTest
  @CsvSource({
    "prod/interlock-AbC123, true",
    "rds!db-6e34-AbC123, true",
    "prod/interlock, false",
    "prod/interlock-AbC12, false",
    "prod/interlock-AbC123:password::, false",
    "prod/*, false",
  })
  void acceptsOnlyTheCompleteArnOfASecret(String secret, boolean accepted) throws IOException {
    String pattern =
        Objects.toString(Deployment.read().at("Parameters", "DatabaseSecretArn", "AllowedPattern"));
    String arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:" + secret;
    assertThat(Pattern.matches(pattern, arn)).isEqualTo(accepted);
  }

  /// The functions start with every timeout that the template accepts, and refuse those that it
  /// rejects as too short.
  @Test
  void acceptsTheTimeoutsThatTheFunctionsAccept() throws IOException {
    Deployment deployment = Deployment.read();
    int least = number(deployment.at("Parameters", "FunctionTimeoutSeconds", "MinValue"));
    int most = number(deployment.at("Parameters", "FunctionTimeoutSeconds", "MaxValue"));
    assertThat(timeout(least)).hasSeconds(least);
    assertThat(timeout(most)).hasSeconds(most);
    assertThatThrownBy(() -> timeout(least - 1)).isInstanceOf(IllegalArgumentException.class);
  }

  private static int number(@Nullable Object value) {
    return Integer.parseInt(String.valueOf(value));
  }

  private static Duration timeout(int seconds) {
    return TimeLimits.functionTimeout(
        Map.of("FUNCTION_TIMEOUT_SECONDS", Integer.toString(seconds)));
  }
}
