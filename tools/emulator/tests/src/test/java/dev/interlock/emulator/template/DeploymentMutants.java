package dev.interlock.emulator.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/// Templates that each break one rule, with the expected violation.
final class DeploymentMutants {

  private DeploymentMutants() {}

  static Stream<Arguments> all() {
    return Stream.of(permissions(), functions(), routes(), signals(), StackMutants.all())
        .flatMap(each -> each);
  }

  private static Stream<Arguments> permissions() {
    return Stream.of(
        mutant("applies to all resources", each -> ownLogs(each).put("Resource", "*")),
        mutant(
            "applies to all resources",
            each -> {
              List<Object> both = Deployment.list(ownLogs(each).get("Resource"));
              both.add("*");
              ownLogs(each).put("Resource", both);
            }),
        mutant("statement TheOneSecret", each -> statement(each, "TheOneSecret")),
        mutant("statement TheOneDatabaseUser", each -> statement(each, "TheOneDatabaseUser")),
        mutant("statement AliasesOfThisStack", each -> statement(each, "AliasesOfThisStack")),
        mutant("wildcard action", each -> ownLogs(each).put("Action", "logs:*")),
        mutant("NotAction or NotResource", each -> ownLogs(each).put("NotAction", "iam:PassRole")),
        mutant(
            "a policy from outside the template",
            each ->
                each.map("Resources", "TransferRole", "Properties")
                    .put("ManagedPolicyArns", List.of("arn:aws:iam::aws:policy/PowerUserAccess"))),
        mutant(
            "for other accounts: codedeploy.amazonaws.com",
            each ->
                Deployment.walk(
                    each.at("Resources", "DeploymentRole"),
                    "",
                    (way, map) -> map.remove("Condition"))),
        mutant("SAM ignores Policies", each -> transfer(each).put("Policies", List.of())));
  }

  private static Stream<Arguments> functions() {
    return Stream.of(
        mutant("SnapStart.ApplyOn is not", each -> globals(each).remove("SnapStart")),
        mutant("AutoPublishAlias is not", each -> transfer(each).put("AutoPublishAlias", "next")),
        mutant(
            "when the template itself changes",
            each -> transfer(each).remove("AutoPublishAliasAllProperties")),
        mutant("lacks the digest", each -> transfer(each).remove("VersionDescription")),
        mutant(
            "no new version when it changes: DatabaseUrl",
            each -> configuration(each).remove("DatabaseUrl")),
        mutant(
            "no new version when it changes: DatabasePassword",
            each -> configuration(each).remove("DatabasePassword")),
        mutant(
            "no new version when it changes: DatabaseIamAuth",
            each -> configuration(each).remove("DatabaseIamAuth")),
        mutant(
            "without a change when it changes: JwtIssuer",
            each -> configuration(each).put("JwtIssuer", Map.of("Ref", "JwtIssuer"))),
        mutant(
            "a rollback has no target",
            each -> each.map("Resources", "TransferFunction").remove("UpdateReplacePolicy")),
        mutant(
            "does not resolve AWS::NoValue in Layers",
            each ->
                globals(each)
                    .put(
                        "Layers",
                        Map.of(
                            "Fn::If",
                            List.of(
                                "HasLayer",
                                List.of(Map.of("Ref", "DatabaseRootCertificateLayerArn")),
                                Map.of("Ref", "AWS::NoValue"))))),
        mutant(
            "caches DNS lookups",
            each -> variables(each).put("JAVA_TOOL_OPTIONS", "-XX:+UseSerialGC")),
        mutant(
            "cannot set the secret's endpoint",
            each -> variables(each).remove("AWS_ENDPOINT_URL_SECRETS_MANAGER")),
        mutant("Tracing is not", each -> globals(each).remove("Tracing")),
        mutant(
            "ApplicationLogLevel is not",
            each ->
                each.map("Globals", "Function", "LoggingConfig")
                    .put("ApplicationLogLevel", "WARN")),
        mutant("differs from its timeout", each -> transfer(each).put("Timeout", 29)),
        mutant(
            "no separate log group",
            each -> each.map("Resources", "TransferLogs", "Properties").remove("RetentionInDays")),
        mutant(
            "deleted with the stack",
            each -> each.map("Resources", "TransferLogs").remove("DeletionPolicy")),
        mutant(
            "with a customer-managed key",
            each -> each.map("Resources", "TransferLogs", "Properties").remove("KmsKeyId")),
        mutant(
            "shares its role or its log group",
            each -> transfer(each).put("Role", Map.of("Fn::GetAtt", "AccountRole.Arn"))),
        mutant("no separate role", each -> ownLogs(each).put("Action", "logs:CreateLogStream")),
        mutant("no alarm on its errors", each -> transfer(each).remove("DeploymentPreference")),
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
        mutant("settings of a missing route", each -> limits(each).put("GET /nothing", limit())),
        mutant("no default limit on routes", each -> api(each).remove("DefaultRouteSettings")),
        mutant("reveals tokens", each -> log(each, "\"$context.authorizer.claims.sub\"")),
        mutant("is not JSON", each -> log(each, "\"$context.error.message\"")),
        mutant("is not JSON", each -> log(each, "$context.error.messageString")),
        mutant("is not JSON", each -> log(each, "\"$context.integrationErrorMessage\"")),
        mutant("is not JSON", each -> log(each, "\"$context.authorizer.error\"")),
        mutant("FourthFunction: no limit on", DeploymentMutants::fourthFunction),
        mutant("FourthFunction: no alarm when it is slow", DeploymentMutants::fourthFunction),
        mutant("FourthFunction: no alarm when it is throttled", DeploymentMutants::fourthFunction),
        mutant("FourthFunction: no separate role", DeploymentMutants::fourthFunction));
  }

  private static Stream<Arguments> signals() {
    return Stream.of(
        mutant("unknown metric: retries", each -> rename(each, "attempts", "retries")),
        mutant("does not show attempts", each -> rename(each, "attempts", "retries")),
        mutant("unknown metric: micros", each -> query(each, "totalMicros", "micros")),
        mutant("unknown outcome: defect", each -> query(each, "'internal'", "'defect'")),
        mutant("no alarm for internal", each -> query(each, "'internal'", "'contention'")),
        mutant("has no series with exactly", each -> query(each, ", \"operation\"", "")),
        mutant("unsupported query", each -> query(each, "\"operation\"", "operation")),
        mutant(
            "TransferFunction: no graph of its errors",
            each -> dashboard(each, "\"${TransferFunction}\"", "\"${StockFunction}\"")),
        mutant("unknown namespace", each -> query(each, "\"Interlock\"", "\"Other\"")),
        mutant("no AlarmActions", each -> internal(each).put("AlarmActions", List.of())),
        mutant("no TreatMissingData", each -> internal(each).remove("TreatMissingData")));
  }

  static Map<String, Object> variables(Deployment deployment) {
    return deployment.map("Globals", "Function", "Environment", "Variables");
  }

  static Arguments mutant(String violation, Consumer<Deployment> mutation) {
    return Arguments.of(violation, mutation);
  }

  static Map<String, Object> transfer(Deployment deployment) {
    return deployment.map("Resources", "TransferFunction", "Properties");
  }

  private static Map<String, Object> configuration(Deployment deployment) {
    return deployment.map("Resources", "Configuration", "Properties");
  }

  private static void log(Deployment deployment, String value) {
    deployment
        .map("Resources", "Api", "Properties", "AccessLogSettings")
        .put("Format", "{\"value\":" + value + "}");
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

  static Map<String, Object> internal(Deployment deployment) {
    return deployment.map("Resources", "InternalAlarm", "Properties");
  }

  private static Map<String, Object> ownLogs(Deployment deployment) {
    Object policies = deployment.at("Resources", "TransferRole", "Properties", "Policies");
    Object document = Deployment.at(Deployment.list(policies).getFirst(), "PolicyDocument");
    Object statement = Deployment.list(Deployment.at(document, "Statement")).getFirst();
    return Deployment.cast(statement);
  }

  static void query(Deployment deployment, String text, String other) {
    Object metric = Deployment.list(internal(deployment).get("Metrics")).getFirst();
    replace(new Deployment(metric).map("Expression"), text, other);
  }

  private static void rename(Deployment deployment, String metric, String other) {
    dashboard(deployment, "\\\"" + metric, "\\\"" + other);
  }

  static void dashboard(Deployment deployment, String text, String other) {
    replace(deployment.map("Resources", "Dashboard", "Properties", "DashboardBody"), text, other);
  }

  private static void replace(Map<String, Object> substitution, String text, String other) {
    substitution.computeIfPresent("Fn::Sub", (name, body) -> body.toString().replace(text, other));
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

  private static void statement(Deployment deployment, String sid) {
    Deployment.walk(
        deployment.root(),
        "",
        (way, map) -> {
          if (sid.equals(map.get("Sid"))) {
            Deployment.cast(map).put("Resource", "*");
          }
        });
  }
}
