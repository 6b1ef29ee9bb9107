package dev.interlock.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.limits.TimeLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What would be deployed, without deploying it. Each rule is shown to notice what it is there for.
class DeploymentTest {

  private static Signals signals;

  @BeforeAll
  static void ask() throws Exception {
    signals =
        Signals.of(
            Deployment.read().functions().values().stream()
                .map(function -> String.valueOf(Deployment.at(function, "Handler")))
                .toList());
  }

  private static List<String> violations(Deployment deployment) {
    List<String> violations = new ArrayList<>(PermissionRules.violations(deployment));
    violations.addAll(FunctionRules.violations(deployment));
    violations.addAll(SignalRules.violations(deployment, signals));
    return violations;
  }

  @Test
  void keepsEveryRule() throws IOException {
    assertThat(violations(Deployment.read())).isEmpty();
  }

  /// Without any one of its alarms, something is not seen any more.
  @ParameterizedTest
  @MethodSource
  void everyAlarmIsMissed(String alarm) throws IOException {
    Deployment mutant = Deployment.read();
    mutant.map("Resources").remove(alarm);
    assertThat(violations(mutant)).isNotEmpty();
  }

  static Stream<String> everyAlarmIsMissed() throws IOException {
    return Deployment.read().alarms().keySet().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void noticesWhatItIsThereFor(String violation, Consumer<Deployment> mutation) throws IOException {
    Deployment mutant = Deployment.read();
    mutation.accept(mutant);
    assertThat(violations(mutant)).anyMatch(each -> each.contains(violation));
  }

  static Stream<Arguments> noticesWhatItIsThereFor() {
    return Stream.concat(
        permissions(), Stream.concat(functions(), Stream.concat(routes(), signals())));
  }

  private static Stream<Arguments> permissions() {
    return Stream.of(
        mutant("the resource is everything", each -> ownLogs(each).put("Resource", "*")),
        mutant(
            "the resource is everything",
            each -> {
              List<Object> both = Deployment.list(ownLogs(each).get("Resource"));
              both.add("*");
              ownLogs(each).put("Resource", both);
            }),
        mutant("all actions of a kind", each -> ownLogs(each).put("Action", "logs:*")),
        mutant("what is not allowed", each -> ownLogs(each).put("NotAction", "iam:PassRole")),
        mutant(
            "a policy that is not this template's",
            each ->
                each.map("Resources", "TransferRole", "Properties")
                    .put("ManagedPolicyArns", List.of("arn:aws:iam::aws:policy/PowerUserAccess"))),
        mutant("ignored by SAM", each -> transfer(each).put("Policies", List.of())));
  }

  private static Stream<Arguments> functions() {
    return Stream.of(
        mutant("SnapStart.ApplyOn is not", each -> globals(each).remove("SnapStart")),
        mutant("AutoPublishAlias is not", each -> transfer(each).put("AutoPublishAlias", "next")),
        mutant(
            "AllProperties is not", each -> globals(each).remove("AutoPublishAliasAllProperties")),
        mutant("Tracing is not", each -> globals(each).remove("Tracing")),
        mutant(
            "ApplicationLogLevel is not",
            each ->
                each.map("Globals", "Function", "LoggingConfig")
                    .put("ApplicationLogLevel", "WARN")),
        mutant("another timeout than it has", each -> transfer(each).put("Timeout", 29)),
        mutant(
            "no log group of its own",
            each -> each.map("Resources", "TransferLogs", "Properties").remove("RetentionInDays")),
        mutant(
            "shares its role or its log group",
            each -> transfer(each).put("Role", Map.of("Fn::GetAtt", "AccountRole.Arn"))),
        mutant("no role of its own", each -> ownLogs(each).put("Action", "logs:CreateLogStream")),
        mutant("no alarm of its own errors", each -> transfer(each).remove("DeploymentPreference")),
        mutant(
            "DeploymentPreference.Enabled is not",
            each -> each.map("Globals", "Function", "DeploymentPreference").remove("Enabled")),
        mutant(
            "SkipBuild is not",
            each -> each.map("Resources", "TransferFunction").remove("Metadata")));
  }

  private static Stream<Arguments> routes() {
    return Stream.of(
        mutant("no limit on POST /transfers", each -> limits(each).remove("POST /transfers")),
        mutant("settings of no route", each -> limits(each).put("GET /nothing", limit())),
        mutant("named nowhere", each -> api(each).remove("DefaultRouteSettings")),
        mutant(
            "tells of tokens",
            each -> {
              Map<String, Object> log =
                  each.map("Resources", "Api", "Properties", "AccessLogSettings");
              log.put("Format", "{\"sub\":\"$context.authorizer.claims.sub\"}");
            }),
        mutant("FourthFunction: no limit on", DeploymentTest::fourthFunction),
        mutant("FourthFunction: no alarm when it is slow", DeploymentTest::fourthFunction),
        mutant("FourthFunction: no alarm when it is throttled", DeploymentTest::fourthFunction),
        mutant("FourthFunction: no role of its own", DeploymentTest::fourthFunction));
  }

  private static Stream<Arguments> signals() {
    return Stream.of(
        mutant("no such metric: retries", each -> rename(each, "attempts", "retries")),
        mutant("does not show attempts", each -> rename(each, "attempts", "retries")),
        mutant("no such metric: micros", each -> query(each, "totalMicros", "micros")),
        mutant("no such outcome: defect", each -> query(each, "'internal'", "'defect'")),
        mutant("no alarm for internal", each -> query(each, "'internal'", "'contention'")),
        mutant("just these dimensions", each -> query(each, ", operation", "")),
        mutant("no such namespace", each -> query(each, "\"Interlock\"", "\"Other\"")),
        mutant("tells nobody", each -> internal(each).put("AlarmActions", List.of())),
        mutant("no TreatMissingData", each -> internal(each).remove("TreatMissingData")));
  }

  /// The rules at the head of the template, for every way to name a credential.
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
  void takesExactlyOneCredential(
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
  void takesAnIssuerByHttps(String issuer, boolean accepted) throws IOException {
    String pattern =
        Objects.toString(Deployment.read().at("Parameters", "JwtIssuer", "AllowedPattern"));
    assertThat(Pattern.matches(pattern, issuer)).isEqualTo(accepted);
  }

  /// Whatever timeout the template lets through, the functions start with it; what it refuses as
  /// too short, they would refuse too.
  @Test
  void takesTheTimeoutsThatTheFunctionsTake() throws IOException {
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

  private static Arguments mutant(String violation, Consumer<Deployment> mutation) {
    return Arguments.of(violation, mutation);
  }

  private static Map<String, Object> transfer(Deployment deployment) {
    return deployment.map("Resources", "TransferFunction", "Properties");
  }

  private static Map<String, Object> globals(Deployment deployment) {
    return deployment.map("Globals", "Function");
  }

  private static Map<String, Object> api(Deployment deployment) {
    return deployment.map("Resources", "Api", "Properties");
  }

  private static Map<String, Object> limits(Deployment deployment) {
    return deployment.map("Resources", "Api", "Properties", "RouteSettings");
  }

  private static Map<String, Object> limit() {
    return Map.of("ThrottlingRateLimit", 1, "ThrottlingBurstLimit", 1);
  }

  private static Map<String, Object> internal(Deployment deployment) {
    return deployment.map("Resources", "InternalAlarm", "Properties");
  }

  private static Map<String, Object> ownLogs(Deployment deployment) {
    Object policies = deployment.at("Resources", "TransferRole", "Properties", "Policies");
    Object document = Deployment.at(Deployment.list(policies).getFirst(), "PolicyDocument");
    Object statement = Deployment.list(Deployment.at(document, "Statement")).getFirst();
    return Deployment.cast(statement);
  }

  private static void query(Deployment deployment, String text, String other) {
    Object metric = Deployment.list(internal(deployment).get("Metrics")).getFirst();
    Deployment.cast(metric)
        .computeIfPresent("Expression", (name, query) -> query.toString().replace(text, other));
  }

  private static void rename(Deployment deployment, String metric, String other) {
    deployment
        .map("Resources", "Dashboard", "Properties", "DashboardBody")
        .computeIfPresent(
            "Fn::Sub", (name, body) -> body.toString().replace("\\\"" + metric, "\\\"" + other));
  }

  private static void fourthFunction(Deployment deployment) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("Handler", "dev.interlock.transfer.TransferHandler");
    properties.put(
        "Events", Map.of("Post", Map.of("Properties", Map.of("Method", "POST", "Path", "/4"))));
    Map<String, Object> resource = new LinkedHashMap<>();
    resource.put("Type", "AWS::Serverless::Function");
    resource.put("Properties", properties);
    deployment.map("Resources").put("FourthFunction", resource);
    // Its operation is transfer's, so that only its own alarm can be missed.
    internalMetricOf(deployment, "transfer");
  }

  private static void internalMetricOf(Deployment deployment, String operation) {
    Object metrics = deployment.at("Resources", "SlowWritesAlarm", "Properties", "Metrics");
    if (metrics instanceof List<?> list) {
      list.removeIf(each -> String.valueOf(each).contains("Value=" + operation + "}"));
    }
  }
}
