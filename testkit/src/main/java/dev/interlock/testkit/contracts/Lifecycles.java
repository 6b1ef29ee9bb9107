package dev.interlock.testkit.contracts;

import static dev.interlock.wire.Turn.Plain.CUT_AFTER;
import static dev.interlock.wire.Turn.Plain.CUT_BEFORE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.connections.ConnectionCounts;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.Session;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Each invocation opens one connection and closes it once, whatever its outcome.
public abstract class Lifecycles extends FunctionTests {

  /// Counts connections and injects failures.
  private static final class Counted extends ConnectionCounts {

    private volatile String failNext = "";
    private volatile boolean breakSyntax;
    private volatile boolean failClose;

    @Override
    public String preparing(String sql) {
      return breakSyntax ? sql + " FROM nowhere" : sql;
    }

    @Override
    public Object executing(String sql, Step<Object> execute) throws SQLException {
      String state = failNext;
      failNext = "";
      if (state.isEmpty()) {
        return execute.run();
      }
      throw new SQLException("injected", state);
    }

    @Override
    public void closing(Connection connection, Step<Object> close) throws SQLException {
      super.closing(connection, close);
      if (failClose) {
        throw new SQLException("the close failed", "08006");
      }
    }
  }

  private static final int INVOCATIONS = 2_000;

  private Counted connections;
  private Stage stage;
  private RequestStreamHandler handler;

  protected Lifecycles(FunctionUnderTest function) {
    super(function);
  }

  @BeforeEach
  void open() {
    connections = new Counted();
    stage = Stage.via(database, proxy, connections);
    handler = handler(stage);
  }

  @AfterEach
  void assertAtMostOneConnectionIsLeftAndNoneAfterTheEnvironmentEnds() {
    assertThat(backends.idleInTransaction()).isZero();
    assertThat(backends.count()).isLessThanOrEqualTo(1);
    stage.close();
    backends.awaitCount(0);
  }

  @Test
  void eachVerdictTakesOneConnection() {
    assertAccepted(send(handler, function.accepted("k")), false);
    connections.assertOpenedAndClosed(1);
    assertAccepted(send(handler, function.accepted("k")), true);
    connections.assertOpenedAndClosed(1);
    assertThat(send(handler, function.refused("r")).status()).isBetween(400, 499);
    connections.assertOpenedAndClosed(1);
    assertThat(backends.count()).isEqualTo(1);
    assertThat(proxy.connects()).isEqualTo(1);
  }

  @Test
  void requestRefusedBeforeTheDatabaseOpensNoConnection() {
    assertThat(send(handler, function.accepted("k").body("{")).status()).isEqualTo(400);
    assertThat(send(handler, function.accepted("a b")).status()).isEqualTo(400);
    connections.assertOpenedAndClosed(0);
  }

  @Test
  void conflictKeepsTheConnection() {
    connections.failNext = "40001";
    assertAccepted(send(handler, function.accepted("k")), false);
    connections.assertOpenedAndClosed(1);
    assertThat(log.last().attempts()).isEqualTo(2);
    assertThat(proxy.connects()).isEqualTo(1);
  }

  @Test
  void defectDiscardsTheConnectionAndTheNextCallWorks() {
    connections.breakSyntax = true;
    assertThat(send(handler, function.accepted("k")).problem()).isEqualTo("internal");
    assertThat(log.last().conflicts()).containsOnlyKeys("42601");
    connections.assertOpenedAndClosed(1);
    connections.breakSyntax = false;
    assertAccepted(send(handler, function.accepted("k")), false);
    connections.assertOpenedAndClosed(1);
    assertThat(proxy.connects()).isEqualTo(2);
  }

  @Test
  void lostConnectionIsClosedBeforeAnotherIsOpened() {
    proxy.script(CUT_BEFORE);
    assertAccepted(send(handler, function.accepted("k")), false);
    connections.assertOpenedAndClosed(2);
    proxy.script(CUT_AFTER);
    assertAccepted(send(handler, function.accepted("l")), true);
    connections.assertOpenedAndClosed(2);
    assertThat(proxy.connects()).isEqualTo(3);
    backends.awaitCount(1);
  }

  @Test
  void requestInProgressLeavesTheConnectionUsable() {
    try (Session _ = holdKey(function.accepted("k"))) {
      assertComeAgain(send(handler, function.accepted("k")), 409, "request-in-progress");
      connections.assertOpenedAndClosed(1);
      assertThat(backends.idleInTransaction()).isZero();
    }
    assertAccepted(send(handler, function.accepted("k")), false);
    connections.assertOpenedAndClosed(1);
    assertThat(effects("k")).as("committed, so in auto-commit again").isEqualTo(1);
    assertThat(proxy.connects()).isEqualTo(1);
  }

  @Test
  void failedCloseDoesNotLoseTheVerdict() {
    connections.failClose = true;
    assertAccepted(send(handler, function.accepted("k")), false);
    connections.assertOpenedAndClosed(1);
    assertThat(log.last().attempts()).isEqualTo(1);
    assertThat(effects("k")).isEqualTo(1);
  }

  @Test
  void closedConnectionCannotBeUsed() throws SQLException {
    assertAccepted(send(handler, function.accepted("k")), false);
    Connection closed = connections.last();
    assertThat(closed.isClosed()).isTrue();
    assertThatThrownBy(() -> closed.prepareStatement("SELECT 1")).isInstanceOf(SQLException.class);
  }

  @Test
  void thousandsOfInvocationsLeaveOneConnection() {
    for (int i = 0; i < INVOCATIONS; i++) {
      Event event =
          switch (i % 10) {
            case 0 -> function.accepted("a" + i);
            case 1, 2, 3 -> function.refused("r" + i);
            default -> function.accepted("a" + (i - i % 10));
          };
      int status = send(handler, event).status();
      if (status >= 500) {
        throw new AssertionError("invocation " + i + " came to " + status);
      }
    }
    connections.assertOpenedAndClosed(INVOCATIONS);
    assertThat(backends.count()).isEqualTo(1);
    assertThat(proxy.connects()).isEqualTo(1);
    assertThat(database.number("SELECT count(*) FROM idempotency WHERE operation <> 'office'"))
        .isEqualTo(INVOCATIONS * 4 / 10);
  }
}
