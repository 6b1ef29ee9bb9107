package dev.interlock.emulator.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Nothing may do more than it has to.
final class PermissionRules {

  /// The statements whose resource is everything, and why it has to be. The template says so too.
  private static final Map<String, String> EVERYTHING =
      Map.of(
          "Traces", "X-Ray has no resources that a statement could name",
          "NetworkInterfaces", "Lambda joins a VPC only with a role that may do this everywhere",
          "NetworkInterfacesAreLambdasOwn", "it denies",
          "StatesOfAlarms", "reads states of alarms; AWS's own policy for CodeDeploy has the same");

  private PermissionRules() {}

  static List<String> violations(Deployment deployment) {
    List<String> violations = new ArrayList<>();
    Deployment.walk(
        deployment.at("Resources"),
        "",
        (way, map) -> {
          if (map.containsKey("Effect")) {
            violations.addAll(ofStatement(way, map));
          }
          for (Object policy : Deployment.list(map.get("ManagedPolicyArns"))) {
            if (Deployment.referenced(policy) == null) {
              violations.add(way + ": a policy that is not this template's: " + policy);
            }
          }
        });
    deployment
        .functions()
        .forEach((id, function) -> {
          if (Deployment.at(function, "Policies") != null) {
            violations.add(id + ": Policies beside a Role are ignored by SAM");
          }
        });
    return violations;
  }

  private static List<String> ofStatement(String way, Map<?, ?> statement) {
    List<String> violations = new ArrayList<>();
    String sid = String.valueOf(statement.get("Sid"));
    if (Deployment.list(statement.get("Resource")).contains("*") && !EVERYTHING.containsKey(sid)) {
      violations.add(way + ": the resource is everything, in statement " + sid);
    }
    for (Object action : Deployment.list(statement.get("Action"))) {
      if (String.valueOf(action).contains("*")) {
        violations.add(way + ": all actions of a kind: " + action);
      }
    }
    Object service = Deployment.at(statement, "Principal", "Service");
    if (service != null
        && !service.equals("lambda.amazonaws.com")
        && !String.valueOf(statement.get("Condition")).contains("aws:SourceAccount")) {
      violations.add(way + ": a service may use the role for other accounts: " + service);
    }
    if (statement.containsKey("NotAction") || statement.containsKey("NotResource")) {
      violations.add(way + ": says what is not allowed instead of what is");
    }
    return violations;
  }
}
