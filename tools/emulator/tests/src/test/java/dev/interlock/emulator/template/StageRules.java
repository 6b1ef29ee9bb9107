package dev.interlock.emulator.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Two stacks of one account and region do not collide. Neither reads what the other writes, nor
/// has rights to it.
final class StageRules {

  /// The limit on environments is the account's, so one widget shows the use of the whole account.
  private static final MetricSeries OF_THE_ACCOUNT =
      new MetricSeries("AWS/Lambda", "ConcurrentExecutions", Map.of());

  private final DeployedStack stack;
  private final DeployedStack other;
  private final List<String> violations = new ArrayList<>();

  private StageRules(DeployedStack stack, DeployedStack other) {
    this.stack = stack;
    this.other = other;
  }

  /// The name of one stack is the beginning of the other's: a search for it may find both.
  static List<String> violations(Deployment deployment, Signals signals) {
    DeployedStack production = new DeployedStack(deployment, signals, "interlock");
    DeployedStack development = new DeployedStack(deployment, signals, "interlock-dev");
    List<String> violations = new ArrayList<>(violations(production, development));
    violations.addAll(violations(development, production));
    return violations;
  }

  private static List<String> violations(DeployedStack stack, DeployedStack other) {
    StageRules rules = new StageRules(stack, other);
    rules.checkNames();
    rules.checkMetrics();
    rules.checkLogs();
    rules.checkPermissions();
    return rules.violations;
  }

  private void checkNames() {
    stack
        .names()
        .forEach((id, name) -> {
          if (other.names().containsValue(name)) {
            violations.add(
                id + ": only one stack of an account can be deployed with the name " + name);
          }
        });
  }

  private void checkMetrics() {
    Set<MetricSeries> own = stack.written();
    Set<MetricSeries> foreign = other.written();
    stack.read((by, selector) -> {
      if (foreign.stream().anyMatch(selector::selects)) {
        violations.add(by + ": reads metrics of another stack: " + selector);
      }
      if (!selector.selects(OF_THE_ACCOUNT) && own.stream().noneMatch(selector::selects)) {
        violations.add(by + ": reads a metric that its stack does not write: " + selector);
      }
    });
  }

  private void checkLogs() {
    for (String read : stack.logGroupsRead()) {
      if (!stack.names().containsValue(read)) {
        violations.add("a query reads a log group that its stack does not have: " + read);
      }
    }
  }

  /// [PermissionRules] has the statements that must apply to everything.
  private void checkPermissions() {
    for (String pattern : stack.permitted()) {
      String expression = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
      if (!pattern.equals("*")
          && other.names().values().stream()
              .map(DeployedStack::arn)
              .anyMatch(arn -> arn.matches(expression))) {
        violations.add("a role reaches into another stack: " + pattern);
      }
    }
  }
}
