package dev.interlock.emulator.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Least privilege for every role and policy of the template.
final class PermissionRules {

  /// The statements that must apply to all resources, with the reason, which the template repeats.
  private static final Map<String, String> EVERYTHING =
      Map.of(
          "Traces", "X-Ray has no resources that a statement could name",
          "NetworkInterfaces", "Lambda joins a VPC only with a role that may do this everywhere",
          "NetworkInterfacesAreLambdasOwn", "a denial",
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
              violations.add(way + ": a policy from outside the template: " + policy);
            }
          }
        });
    deployment
        .functions()
        .forEach((id, function) -> {
          if (Deployment.at(function, "Policies") != null) {
            violations.add(id + ": SAM ignores Policies next to a Role");
          }
        });
    return violations;
  }

  private static List<String> ofStatement(String way, Map<?, ?> statement) {
    List<String> violations = new ArrayList<>();
    String sid = String.valueOf(statement.get("Sid"));
    if (Deployment.list(statement.get("Resource")).contains("*") && !EVERYTHING.containsKey(sid)) {
      violations.add(way + ": applies to all resources, statement " + sid);
    }
    for (Object action : Deployment.list(statement.get("Action"))) {
      if (String.valueOf(action).contains("*")) {
        violations.add(way + ": wildcard action: " + action);
      }
    }
    Object service = Deployment.at(statement, "Principal", "Service");
    if (service != null
        && !service.equals("lambda.amazonaws.com")
        && !String.valueOf(statement.get("Condition")).contains("aws:SourceAccount")) {
      violations.add(way + ": a service may assume the role for other accounts: " + service);
    }
    if (statement.containsKey("NotAction") || statement.containsKey("NotResource")) {
      violations.add(way + ": NotAction or NotResource instead of a list of what is allowed");
    }
    return violations;
  }
}
