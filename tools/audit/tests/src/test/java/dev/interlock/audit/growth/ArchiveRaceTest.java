package dev.interlock.audit.growth;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.database.SqlState;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.races.Race;
import dev.interlock.testkit.servers.Backends;
import dev.interlock.testkit.servers.Session;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.statements.Mutation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Calls that are repeated while their keys are being archived: no key takes effect twice, and none
/// gets a different answer.
@ResourceLock(Resources.SYSTEM_OUT)
class ArchiveRaceTest {

  private static final String ALL = "2100-01-01T00:00:00Z";
  private static final int KEYS = 40;
  private static final int SENDERS = 6;

  @RegisterExtension final InvocationLog log = new InvocationLog();

  private final TestDatabase database = TestDatabase.create();

  /// A request and its first answer.
  private record First(Event event, Answer answer) {}

  @ParameterizedTest
  @EnumSource
  void callsDuringTheMoveGetTheirFirstAnswers(DemoCalls calls) {
    assertThat(race(calls, ArchiveScript.shipped())).isEmpty();

    // On a busy machine a wait for a moved row, or in the queue for its rows, may also end.
    assertThat(log.conflicts()).containsKey("40001");
    assertThat(log.conflicts().keySet()).isSubsetOf("40001", SqlState.QUEUE_NOT_EMPTY, "55P03");
    assertThat(
            database.number("SELECT count(*) FROM idempotency_archive WHERE operation <> 'office'"))
        .isEqualTo(KEYS);
    assertThat(ArchiveTest.broken(database)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aMoveThatDeletesKeysIsCaught(DemoCalls calls) {
    assertThat(race(calls, ArchiveScript.shipped().deletingKeys())).isNotEmpty();

    assertThat(ArchiveTest.broken(database))
        .contains("every key is where calls look it up, with its answer there or in the archive");
  }

  /// Returns the answers that differ from the first one. No batch commits before half the senders
  /// wait for keys in it.
  private List<Answer> race(DemoCalls calls, ArchiveScript script) {
    ArchiveScript inSmallBatches = script.ofKeys().with("LIMIT 1000", "LIMIT 10");
    Queue<Answer> wrong = new ConcurrentLinkedQueue<>();
    AtomicBoolean over = new AtomicBoolean();
    // The keys of the demo data, which nobody sends again.
    ArchiveScript.shipped().moveAll(database, "infinity");
    try (Stage stage = Stage.of(database)) {
      List<First> keys = send(calls, calls.handler(stage.environment()));
      String until = database.text("SELECT clock_timestamp()");
      List<RequestStreamHandler> handlers = new ArrayList<>();
      for (int sender = 0; sender < SENDERS; sender++) {
        handlers.add(calls.handler(stage.environment()));
      }
      Runnable meeting = () -> new Backends(database).awaitWaiting(SENDERS / 2);
      Race.of(
          SENDERS + 1,
          party -> {
            if (party == SENDERS) {
              try {
                return inSmallBatches.moveAll(database, until, meeting);
              } finally {
                over.set(true);
              }
            }
            Random random = new Random(party);
            while (!over.get()) {
              again(handlers.get(party), keys.get(random.nextInt(KEYS)), wrong);
            }
            keys.forEach(key -> again(handlers.get(party), key, wrong));
            return 0L;
          });
      script.moveAll(database, until);
    }
    return List.copyOf(wrong);
  }

  // Every fourth is refused.
  private static List<First> send(DemoCalls calls, RequestStreamHandler handler) {
    List<First> keys = new ArrayList<>();
    int accepted = 0;
    for (int n = 0; n < KEYS; n++) {
      Event event = n % 4 == 3 ? calls.refused("key-" + n) : calls.accepted("key-" + n, accepted++);
      keys.add(new First(event, Answer.of(handler, event.json())));
    }
    assertThat(keys).filteredOn(key -> key.answer().status() == 201).hasSize(accepted);
    return keys;
  }

  private static void again(RequestStreamHandler handler, First key, Queue<Answer> wrong) {
    Answer answer = Answer.of(handler, key.event().json());
    boolean same =
        answer.isReplayed()
            && answer.status() == key.answer().status()
            && answer.bodyText().equals(key.answer().bodyText());
    if (!same) {
      wrong.add(answer);
    }
  }

  /// The call takes its snapshot before its key is moved, because it waits for its caller's grant.
  @Test
  void aCallOlderThanTheMoveFindsItsKey() {
    try (Stage stage = Stage.of(database)) {
      Answer again = sendAroundTheMove(stage, ArchiveScript.shipped());

      assertThat(again.isReplayed()).isTrue();
      assertThat(log.last().conflicts()).containsExactly(Map.entry("40001", 1));
      assertThat(ArchiveTest.broken(database)).isEmpty();
    }
  }

  /// Why keys are never deleted, even if the statement looked for them in the archive: a call whose
  /// snapshot is older than the move sees no row in the archive, and finds none in the old place.
  @ParameterizedTest
  @CsvSource({
    "repeatable read, READ COMMITTED",
    "repeatable read, SERIALIZABLE",
    "serializable, READ COMMITTED"
  })
  void aKeyOnlyInTheArchiveTakesEffectTwice(String call, String mover) {
    database.run("GRANT SELECT ON idempotency_archive TO interlock_function");
    Mutation looksIntoTheArchive =
        Mutation.of(
            "'undecided') ON CONFLICT",
            """
            'undecided') AND NOT EXISTS (
              SELECT 1 FROM idempotency_archive a
               WHERE a.caller = d.caller AND a.operation = 'transfer'
                 AND a.idempotency_key = d.idempotency_key)
            ON CONFLICT\
            """);
    try (Stage stage = Stage.with(database, at(call, looksIntoTheArchive))) {
      ArchiveScript deleting =
          ArchiveScript.shipped().deletingKeys().with("LEVEL READ COMMITTED", "LEVEL " + mover);
      Answer again = sendAroundTheMove(stage, deleting);

      assertThat(looksIntoTheArchive.applied()).isTrue();
      assertThat(again.status()).isEqualTo(201);
      assertThat(again.isReplayed()).isFalse();
      assertThat(database.number("SELECT count(DISTINCT transfer_id) FROM account_entry"))
          .isEqualTo(2);
      assertThat(ArchiveTest.broken(database)).contains("no key took effect twice");
    }
  }

  private Answer sendAroundTheMove(Stage stage, ArchiveScript script) {
    RequestStreamHandler handler = DemoCalls.TRANSFER.handler(stage.environment());
    String event = DemoCalls.TRANSFER.accepted("key", 0).json();
    assertThat(Answer.of(handler, event).status()).isEqualTo(201);
    try (Session revoke =
        Session.holding(database, "SELECT FROM permission WHERE principal = 'alice' FOR UPDATE")) {
      CompletableFuture<Answer> again =
          CompletableFuture.supplyAsync(() -> Answer.of(handler, event));
      new Backends(database).awaitWaiting(1);
      script.moveAll(database, ALL);
      revoke.release();
      return again.join();
    }
  }

  private static Interceptor at(String isolation, Mutation mutation) {
    return new Interceptor() {
      @Override
      public Connection opening(Step<Connection> open) throws SQLException {
        Connection connection = open.run();
        connection.setTransactionIsolation(
            isolation.equals("serializable")
                ? Connection.TRANSACTION_SERIALIZABLE
                : Connection.TRANSACTION_REPEATABLE_READ);
        return connection;
      }

      @Override
      public String preparing(String sql) {
        return mutation.preparing(sql);
      }

      @Override
      public boolean queues() {
        return mutation.queues();
      }
    };
  }
}
