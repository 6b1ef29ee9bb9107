package dev.interlock.emulator.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// A changed parameter takes effect, because it changes the digest in the description of every
/// version. The SAM CLI can resolve the functions' properties.
final class ConfigurationRules {

  /// Properties that are not part of a version: changing them publishes none.
  private static final Set<String> OUTSIDE_VERSIONS =
      Set.of(
          "AutoPublishAlias",
          "AutoPublishAliasAllProperties",
          "DeploymentPreference",
          "Events",
          "FunctionName",
          "ReservedConcurrentExecutions",
          "Role",
          "VersionDescription");

  /// Properties that the SAM CLI ignores: they may be AWS::NoValue.
  private static final Set<String> UNKNOWN_TO_SAM_LOCAL =
      Set.of("ReservedConcurrentExecutions", "VpcConfig");

  private static final Set<String> OF_THE_RESOURCE_ITSELF =
      Set.of("ServiceToken", "ServiceTimeout");

  private final Deployment deployment;
  private final List<String> violations = new ArrayList<>();

  private ConfigurationRules(Deployment deployment) {
    this.deployment = deployment;
  }

  static List<String> violations(Deployment deployment) {
    ConfigurationRules rules = new ConfigurationRules(deployment);
    rules.checkDigest();
    deployment.functions().forEach(rules::checkVersion);
    deployment.functions().forEach(rules::checkForSamLocal);
    return rules.violations;
  }

  private void checkDigest() {
    Set<String> digested = new TreeSet<>();
    deployment
        .map("Resources", "Configuration", "Properties")
        .forEach((name, value) -> {
          if (!OF_THE_RESOURCE_ITSELF.contains(name)) {
            digested.add(String.valueOf(Deployment.at(value, "Ref")));
          }
        });
    Set<String> seen = new TreeSet<>();
    deployment
        .functions()
        .forEach((id, function) ->
            properties(function)
                .forEach((name, value) -> {
                  if (!OUTSIDE_VERSIONS.contains(name)) {
                    seen.addAll(deployment.parameters(value));
                  }
                }));
    seen.stream()
        .filter(each -> !digested.contains(each))
        .forEach(each -> violations.add("no new version when it changes: " + each));
    digested.stream()
        .filter(each -> !seen.contains(each))
        .forEach(each -> violations.add("a new version without a change when it changes: " + each));
  }

  private void checkVersion(String id, Object function) {
    if (!"Configuration"
        .equals(Deployment.referenced(Deployment.at(function, "VersionDescription")))) {
      violations.add(
          id + ": the description of its versions lacks the digest of their configuration");
    }
    if (!"true".equals(String.valueOf(Deployment.at(function, "AutoPublishAliasAllProperties")))) {
      violations.add(id + ": no new version when the template itself changes");
    }
    if (!"Retain".equals(deployment.at("Resources", id, "UpdateReplacePolicy"))) {
      violations.add(id + ": a replaced version is deleted, so a rollback has no target");
    }
  }

  private void checkForSamLocal(String id, Object function) {
    properties(function)
        .forEach((name, value) -> {
          if (!UNKNOWN_TO_SAM_LOCAL.contains(name)
              && String.valueOf(value).contains("AWS::NoValue")) {
            violations.add(id + ": the SAM CLI does not resolve AWS::NoValue in " + name);
          }
        });
    Object endpoint =
        deployment.property(
            function, "Environment", "Variables", "AWS_ENDPOINT_URL_SECRETS_MANAGER");
    if (!"".equals(endpoint)) {
      violations.add(id + ": sam local --env-vars cannot set the secret's endpoint: " + endpoint);
    }
  }

  /// A function's properties, with those of all functions as defaults.
  private Map<String, Object> properties(Object function) {
    Map<String, Object> all = new LinkedHashMap<>(deployment.map("Globals", "Function"));
    all.putAll(Deployment.cast(function));
    return all;
  }
}
