package dev.interlock.transfer;

import static dev.interlock.testkit.tables.Accounts.balance;
import static dev.interlock.testkit.tables.Accounts.transfers;
import static dev.interlock.transfer.Transfers.ALICE_EUR;
import static dev.interlock.transfer.Transfers.BOB_EUR;
import static dev.interlock.transfer.Transfers.event;
import static dev.interlock.transfer.Transfers.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.testkit.connections.Isolation;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.connections.TcpProxy;
import dev.interlock.testkit.races.Race;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Invariants;
import dev.interlock.wire.Turn;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The races, repeated with twice the callers, and on a wire that keeps breaking.
@Tag("soak")
class TransferSoakRaceTest {

  private static final int PARTIES = 128;
  private static final TestDatabase DATABASE = TestDatabase.create();

  @RegisterExtension final InvocationLog log = new InvocationLog();

  @BeforeEach
  void reset() {
    DATABASE.reset();
  }

  @RepeatedTest(10)
  void balanceIsDrainedExactly() {
    try (Stage stage = Isolation.SERIALIZABLE.stage(DATABASE)) {
      TransferRaces.drain(stage, PARTIES, 1_000);
    }
  }

  @RepeatedTest(10)
  void oppositeDirectionsConserveMoneyWithoutDeadlock() {
    try (Stage stage = Isolation.SERIALIZABLE.stage(DATABASE)) {
      TransferRaces.opposite(stage, PARTIES, 8);
      assertThat(log.conflicts()).doesNotContainKey("40P01");
    }
  }

  @RepeatedTest(10)
  void fourThousandCreditsAllArrive() {
    try (Stage stage = Isolation.SERIALIZABLE.stage(DATABASE)) {
      TransferRaces.hotDestination(stage, PARTIES, 4_000);
    }
  }

  /// Every third round trip is lost, before the statement arrives or after it has committed;
  /// callers repeat the request under the same key until they get its outcome.
  @Test
  void wireThatKeepsBreakingNeitherLosesNorDoublesAnEffect() {
    int parties = 16;
    int each = 100;
    try (TcpProxy proxy = TcpProxy.before(DATABASE);
        Stage stage = Stage.via(DATABASE, proxy, new Interceptor() {})) {
      List<TransferHandler> handlers =
          Stream.generate(() -> new TransferHandler(stage.environment())).limit(parties).toList();
      proxy.script(breakages(parties * each * 3));
      List<List<Answer>> answers =
          Race.of(
              parties,
              i ->
                  IntStream.range(0, each)
                      .mapToObj(n -> event("alice", i + "." + n, ALICE_EUR, BOB_EUR, 1))
                      .map(event -> untilKnown(handlers.get(i), event))
                      .toList());
      assertThat(proxy.lost()).isGreaterThan(parties * each / 4);
      assertThat(answers).allSatisfy(of -> assertThat(of).hasSize(each));
    }
    assertThat(transfers(DATABASE)).isEqualTo((long) parties * each);
    assertThat(balance(DATABASE, ALICE_EUR)).isEqualTo(100_000 - (long) parties * each);
    Invariants.assertHold(DATABASE);
  }

  private static Turn[] breakages(int count) {
    Random random = new Random(11);
    return IntStream.range(0, count)
        .mapToObj(i ->
            switch (random.nextInt(6)) {
              case 0 -> Turn.Plain.CUT_BEFORE;
              case 1 -> Turn.Plain.CUT_AFTER;
              default -> Turn.Plain.PASS;
            })
        .toArray(Turn[]::new);
  }

  private static Answer untilKnown(TransferHandler handler, Event event) {
    Answer answer = send(handler, event);
    while (answer.status() != 201) {
      // No other outcome is allowed, because there is enough money.
      assertThat(answer.problem()).isIn("outcome-unknown", "contention", "request-in-progress");
      answer = send(handler, event);
    }
    return answer;
  }
}
