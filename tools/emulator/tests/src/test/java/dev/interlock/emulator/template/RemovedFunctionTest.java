package dev.interlock.emulator.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Without any one of its functions, the template can still be deployed.
@ResourceLock(Resources.SYSTEM_OUT)
class RemovedFunctionTest {

  private static Signals signals;
  private static Signals withTheFourth;

  @BeforeAll
  static void ask() throws Exception {
    signals = DeploymentTest.signals();
    withTheFourth = signals.with(FourthFunction.HANDLER, FourthFunction.OPERATION);
  }

  @ParameterizedTest
  @MethodSource("functions")
  void theTemplateKeepsEveryRuleWithout(String function) throws IOException {
    Deployment without = FunctionRemoval.of(Deployment.read(), function, signals);
    assertThat(without.functions()).hasSize(Deployment.read().functions().size() - 1);
    assertThat(Deployment.list(without.at("Outputs", "Aliases", "Value", "Fn::Join"))).hasSize(2);
    assertThat(DeploymentTest.violations(without, signals)).isEmpty();
  }

  static Stream<String> functions() throws IOException {
    return Deployment.read().functions().keySet().stream();
  }

  /// A function that `./interlock new` adds can be removed again without a trace.
  @Test
  void theFourthFunctionLeavesNothingBehind() throws IOException {
    Deployment removed =
        FunctionRemoval.of(
            FourthFunction.added(Deployment.read()),
            FourthFunction.NAME + "Function",
            withTheFourth);
    assertThat(removed).isEqualTo(Deployment.read());
  }

  /// CloudFormation would reject such a template, but only after everything was built and uploaded.
  @Test
  void aDanglingReferenceIsFound() throws IOException {
    for (String part : List.of("Function", "Role", "Logs", "ErrorsAlarm")) {
      Deployment deployment = FourthFunction.added(Deployment.read());
      deployment.map("Resources").remove(FourthFunction.NAME + part);
      assertThat(DeploymentTest.violations(deployment, withTheFourth)).as(part).isNotEmpty();
    }
  }
}
