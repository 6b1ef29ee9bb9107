package dev.interlock.testkit.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Draft;
import dev.interlock.testkit.calls.Expected;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.calls.HandlerUnderTest;
import dev.interlock.testkit.contracts.Precedence.Fault;
import dev.interlock.testkit.servers.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Of two possible refusals, a request gets the one that the contract lists first.
///
/// @param <S> the function's request that can be refused
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class OrderOfRefusals<S extends RefusableRequest> {

  protected final TestDatabase database = TestDatabase.create();
  protected final HandlerUnderTest handler;

  private final Supplier<S> requests;
  private final List<Fault<S>> inOrder;
  private final Map<String, Set<String>> impossible;

  /// Tests of a function.
  ///
  /// @param inOrder the function's faults in the contract's order
  /// @param impossible pairs that one request cannot have, by the name of the first
  protected OrderOfRefusals(
      FunctionUnderTest function,
      Supplier<S> requests,
      List<Fault<S>> inOrder,
      Map<String, Set<String>> impossible) {
    this.handler = HandlerUnderTest.of(database, function);
    this.requests = requests;
    this.inOrder = inOrder;
    this.impossible = impossible;
  }

  @AfterAll
  void stop() {
    handler.close();
  }

  List<Precedence.Pair<S>> pairs() {
    return Precedence.pairs(inOrder, impossible);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void ofTwoFaultsTheFirstInTheContractIsAnswered(Precedence.Pair<S> pair) {
    S request = requests.get();
    pair.cause(request);
    request.arrange(database, handler);
    int connections = handler.connectionsOpened();
    Expected expected = pair.earlier().expected();
    expected.check(request.send(handler));
    assertThat(handler.connectionsOpened() - connections)
        .isEqualTo(expected.beforeTheDatabase() ? 0 : 1);
  }

  List<Fault<S>> faults() {
    return inOrder;
  }

  /// Otherwise a pair could pass with a fault that has no effect.
  @ParameterizedTest
  @MethodSource("faults")
  void eachFaultAloneIsRefused(Fault<S> fault) {
    S request = requests.get();
    fault.cause().accept(request);
    request.arrange(database, handler);
    fault.expected().check(request.send(handler));
  }

  List<Fault<Draft>> requestFaults() {
    return RequestFaults.IN_ORDER;
  }

  @ParameterizedTest
  @MethodSource("requestFaults")
  void requestFaultComesBeforeAReplay(Fault<Draft> fault) {
    S request = requests.get();
    request.arrange(database, handler);
    assertThat(request.send(handler).status()).isEqualTo(201);
    fault.cause().accept(request.draft());
    fault.expected().check(request.send(handler));
  }
}
