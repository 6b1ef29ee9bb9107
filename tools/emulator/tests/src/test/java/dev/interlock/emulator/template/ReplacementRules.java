package dev.interlock.emulator.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// No parameter replaces a resource, nothing that holds data is deleted, and nothing refers to a
/// resource that was removed.
final class ReplacementRules {

  /// For every type, the properties whose change replaces the resource: `createOnlyProperties` in
  /// AWS's resource schemas, by the names that SAM gives them.
  private static final Map<String, Set<String>> CREATE_ONLY =
      Map.of(
          "AWS::CloudWatch::Alarm", Set.of("AlarmName"),
          "AWS::CloudWatch::Dashboard", Set.of("DashboardName"),
          "AWS::IAM::ManagedPolicy", Set.of("ManagedPolicyName", "Description", "Path"),
          "AWS::IAM::Role", Set.of("RoleName", "Path"),
          "AWS::Lambda::Function", Set.of("FunctionName", "PackageType", "TenancyConfig"),
          "AWS::Logs::LogGroup", Set.of("LogGroupName"),
          "AWS::Logs::QueryDefinition", Set.of(),
          "AWS::Serverless::Function", Set.of("FunctionName", "PackageType", "TenancyConfig"),
          "AWS::Serverless::HttpApi", Set.of("StageName"),
          "Custom::Configuration", Set.of("ServiceToken"));

  private static final Set<String> HOLD_DATA = Set.of("AWS::Logs::LogGroup");

  private final Deployment deployment;
  private final List<String> violations = new ArrayList<>();

  private ReplacementRules(Deployment deployment) {
    this.deployment = deployment;
  }

  static List<String> violations(Deployment deployment) {
    ReplacementRules rules = new ReplacementRules(deployment);
    deployment.map("Resources").forEach(rules::check);
    deployment.map("Resources").forEach(rules::checkReferences);
    rules.checkReferences("Outputs", deployment.map("Outputs"));
    rules.checkOutputs();
    return rules.violations;
  }

  private void check(String id, Object resource) {
    String type = String.valueOf(Deployment.at(resource, "Type"));
    Set<String> createOnly = CREATE_ONLY.get(type);
    if (createOnly == null) {
      violations.add(id + ": unknown which properties replace a " + type);
      return;
    }
    for (String property : createOnly) {
      deployment
          .parameters(Deployment.at(resource, "Properties", property))
          .forEach(
              parameter -> violations.add(id + ": is replaced when " + parameter + " changes"));
    }
    if (Deployment.at(resource, "Condition") != null) {
      violations.add(id + ": exists only under a condition");
    }
    if (HOLD_DATA.contains(type)
        && !("Retain".equals(Deployment.at(resource, "DeletionPolicy"))
            && "Retain".equals(Deployment.at(resource, "UpdateReplacePolicy")))) {
      violations.add(id + ": its data is deleted when it is removed or replaced");
    }
  }

  /// Operators find the parts of each function by the outputs of the stack.
  private void checkOutputs() {
    deployment
        .functions()
        .forEach((id, function) -> {
          checkOutput("Aliases", id + ".Alias");
          checkOutput(
              "LogGroups",
              String.valueOf(Deployment.at(function, "LoggingConfig", "LogGroup", "Ref")));
        });
  }

  private void checkOutput(String output, String reference) {
    List<String> named = new ArrayList<>();
    Deployment.walk(
        deployment.at("Outputs", output),
        "",
        (way, map) -> named.add(String.valueOf(map.get("Ref"))));
    if (!named.contains(reference)) {
      violations.add("Outputs: " + output + " lacks !Ref " + reference);
    }
  }

  private void checkReferences(String id, Object value) {
    for (String name : Deployment.references(value)) {
      if (!name.startsWith("AWS::")
          && !deployment.map("Resources").containsKey(name)
          && !deployment.map("Parameters").containsKey(name)) {
        violations.add(id + ": refers to " + name + ", which is missing");
      }
    }
  }
}
