package dev.interlock.emulator.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Each function has a role, a log group, an alias, a snapshot, a guarded deployment, and a limit
/// on each of its routes.
final class FunctionRules {

  /// Variables that API Gateway writes unescaped, or as a bare `-` if they have no value.
  private static final Pattern FREE_TEXT =
      Pattern.compile("\\$context\\.[\\w.]*?([mM]essage|\\.error)(?![\\w.])");

  private final Deployment deployment;
  private final List<String> violations = new ArrayList<>();

  private FunctionRules(Deployment deployment) {
    this.deployment = deployment;
  }

  static List<String> violations(Deployment deployment) {
    FunctionRules rules = new FunctionRules(deployment);
    deployment.functions().forEach(rules::check);
    rules.checkRoutes();
    rules.checkSharing();
    return rules.violations;
  }

  private void check(String id, Object function) {
    mustBe(id, function, "java25", "Runtime");
    mustBe(id, function, "live", "AutoPublishAlias");
    mustBe(id, function, "PublishedVersions", "SnapStart", "ApplyOn");
    mustBe(id, function, "Active", "Tracing");
    mustBe(id, function, "JSON", "LoggingConfig", "LogFormat");
    // The functions' log lines have no level, which Lambda treats as INFO.
    mustBe(id, function, "INFO", "LoggingConfig", "ApplicationLogLevel");
    if (!Boolean.TRUE.equals(deployment.at("Resources", id, "Metadata", "SkipBuild"))) {
      violations.add(id + ": SkipBuild is not true, so sam build would rebuild it");
    }
    Object timeout = deployment.property(function, "Timeout");
    Object variable =
        deployment.property(function, "Environment", "Variables", "FUNCTION_TIMEOUT_SECONDS");
    if (timeout == null || !timeout.equals(variable)) {
      violations.add(id + ": FUNCTION_TIMEOUT_SECONDS differs from its timeout: " + variable);
    }
    String options =
        String.valueOf(
            deployment.property(function, "Environment", "Variables", "JAVA_TOOL_OPTIONS"));
    if (!options.contains("-Dsun.net.inetaddr.ttl=0 ")
        || !options.endsWith("-Dsun.net.inetaddr.negative.ttl=0")) {
      violations.add(id + ": caches DNS lookups: " + options);
    }
    checkLogGroup(id, function);
    checkDeployment(id, function);
  }

  private void mustBe(String id, Object function, String expected, String... path) {
    if (!expected.equals(String.valueOf(deployment.property(function, path)))) {
      violations.add(id + ": " + String.join(".", path) + " is not " + expected);
    }
  }

  private void checkLogGroup(String id, Object function) {
    String group = logGroup(function);
    Object properties = deployment.ofType("AWS::Logs::LogGroup").get(group);
    if (Deployment.at(properties, "RetentionInDays") == null) {
      violations.add(id + ": no separate log group with a retention period");
    }
    if (group == null || !"Retain".equals(deployment.at("Resources", group, "DeletionPolicy"))) {
      violations.add(id + ": its log is deleted with the stack");
    }
    if (!String.valueOf(Deployment.at(properties, "KmsKeyId")).contains("LogKeyArn")) {
      violations.add(id + ": its log cannot be encrypted with a customer-managed key");
    }
    Object role = deployment.ofType("AWS::IAM::Role").get(role(function));
    boolean[] writes = {false};
    Deployment.walk(
        role,
        "",
        (way, map) ->
            writes[0] |=
                Deployment.list(map.get("Action")).contains("logs:PutLogEvents")
                    && group != null
                    && group.equals(Deployment.referenced(map.get("Resource"))));
    if (!writes[0]) {
      violations.add(id + ": no separate role that may write to its log group");
    }
  }

  private static @Nullable String logGroup(Object function) {
    return Deployment.referenced(Deployment.at(function, "LoggingConfig", "LogGroup"));
  }

  private static @Nullable String role(Object function) {
    return Deployment.referenced(Deployment.at(function, "Role"));
  }

  private void checkDeployment(String id, Object function) {
    mustBe(id, function, "{Ref=GuardedDeployment}", "DeploymentPreference", "Enabled");
    mustBe(id, function, "{Ref=DeploymentType}", "DeploymentPreference", "Type");
    List<Object> alarms =
        new ArrayList<>(
            Deployment.list(
                deployment.at("Globals", "Function", "DeploymentPreference", "Alarms")));
    alarms.addAll(Deployment.list(Deployment.at(function, "DeploymentPreference", "Alarms")));
    boolean own = false;
    for (Object alarm : alarms) {
      Object properties = deployment.alarm(alarm).map(Map.Entry::getValue).orElse(null);
      if (properties == null) {
        violations.add(id + ": its deployment watches a missing alarm: " + alarm);
      }
      own |=
          "Errors".equals(Deployment.at(properties, "MetricName"))
              && String.valueOf(Deployment.at(properties, "Dimensions")).contains("{Ref=" + id);
    }
    if (!own) {
      violations.add(id + ": no alarm on its errors rolls back its deployment");
    }
    String role = String.valueOf(deployment.at("Resources", "DeploymentRole"));
    if (!role.contains("{Fn::GetAtt=%s.Arn}, {Fn::Sub=${%s.Arn}:live}".formatted(id, id))) {
      violations.add(id + ": its deployment may not move its alias");
    }
  }

  private void checkRoutes() {
    Map<String, Object> settings = deployment.map("Resources", "Api", "Properties");
    Set<String> limited = new HashSet<>();
    if (settings.get("RouteSettings") instanceof Map<?, ?> routes) {
      routes.forEach((route, limit) -> {
        if (Deployment.at(limit, "ThrottlingRateLimit") instanceof Integer
            && Deployment.at(limit, "ThrottlingBurstLimit") instanceof Integer) {
          limited.add(String.valueOf(route));
        }
      });
    }
    Set<String> routes = new HashSet<>();
    deployment
        .functions()
        .forEach((id, function) -> {
          List<String> own = Deployment.routes(function);
          routes.addAll(own);
          own.stream()
              .filter(route -> !limited.contains(route))
              .forEach(route -> violations.add(id + ": no limit on " + route));
          if (own.isEmpty()) {
            violations.add(id + ": no route");
          }
        });
    limited.stream()
        .filter(route -> !routes.contains(route))
        .forEach(
            route -> violations.add("API Gateway rejects settings of a missing route: " + route));
    if (Deployment.at(settings, "DefaultRouteSettings", "ThrottlingRateLimit") == null) {
      violations.add("no default limit on routes");
    }
    String format = String.valueOf(Deployment.at(settings, "AccessLogSettings", "Format"));
    if (format.matches("(?i).*(claims|authorization|header|query).*")) {
      violations.add("the access log reveals tokens: " + format);
    }
    checkAccessLog(format);
  }

  private void checkAccessLog(String format) {
    for (String text : List.of("-", "a \"b\" \\ c")) {
      String line =
          FREE_TEXT
              .matcher(
                  format.replace("$context.error.messageString", text.equals("-") ? "-" : "\"\""))
              .replaceAll(Matcher.quoteReplacement(text))
              .replaceAll("\\$context[\\w.]+", "7");
      try {
        new ObjectMapper().readTree(line);
      } catch (JsonProcessingException broken) {
        violations.add("the access log is not JSON: " + line);
      }
    }
  }

  private void checkSharing() {
    Set<String> seen = new HashSet<>();
    deployment
        .functions()
        .forEach((id, function) -> {
          if (!seen.add("role " + role(function)) || !seen.add("log group " + logGroup(function))) {
            violations.add(id + ": shares its role or its log group");
          }
        });
  }
}
