package dev.interlock.testkit.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.calls.FunctionWithRows;
import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.connections.TcpProxy;
import dev.interlock.testkit.servers.Backends;
import dev.interlock.testkit.servers.Session;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.statements.SentStatement;
import dev.interlock.testkit.tables.Invariants;
import dev.interlock.write.CommandIdentity;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Base class of the tests that every function must pass: a database, a proxy in front of it, the
/// log, and a check of the invariants after each test.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class FunctionTests {

  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

  @RegisterExtension protected final InvocationLog log = new InvocationLog();

  protected final FunctionUnderTest function;
  protected final TestDatabase database;
  protected final Backends backends;
  protected TcpProxy proxy;
  private ExecutorService threads;

  protected FunctionTests(FunctionUnderTest function) {
    this(function, TestDatabase.create());
  }

  FunctionTests(FunctionUnderTest function, TestDatabase database) {
    this.function = new FunctionWithRows(function);
    this.database = database;
    this.backends = new Backends(database);
  }

  @BeforeEach
  void begin() {
    database.reset();
    function.begin(database);
    proxy = TcpProxy.before(database);
    threads = Executors.newCachedThreadPool();
  }

  @AfterEach
  void end() {
    disconnect();
    assertThat(backends.idleInTransaction()).isZero();
    Invariants.assertHold(database);
  }

  void disconnect() {
    threads.close();
    proxy.close();
  }

  /// Environments as in production.
  protected final Stage stage() {
    return Stage.with(database, function.interceptor());
  }

  /// Environments at an isolation level of [java.sql.Connection].
  protected final Stage stageAt(int isolation) {
    return Stage.at(database, isolation, function.interceptor());
  }

  /// Holds the guard rows of a request: those that it writes.
  final HeldCall holdGuardRows(Event request) {
    return HeldCall.of(database, function, request.key("held"));
  }

  /// The caller of a request.
  final String caller(Event request) {
    return function.identity(function.commandIn(request)).caller();
  }

  /// Holds a key, as a running call with that key does.
  protected final Session holdKey(Event request) {
    CommandIdentity identity = function.identity(function.commandIn(request));
    return Session.holding(
        database,
        """
        INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict)
        VALUES ('%s', '%s', '%s', '', 'held')
        """
            .formatted(identity.caller(), identity.operation(), identity.key()));
  }

  /// The function in a new environment of this stage, with an open connection.
  protected final RequestStreamHandler handler(Stage stage) {
    return function.handler(stage.environment());
  }

  protected static Answer send(RequestStreamHandler handler, Event event) {
    return Answer.of(handler, event.json());
  }

  /// Sends a request and does not wait for the answer.
  protected final CompletableFuture<Answer> sending(RequestStreamHandler handler, Event event) {
    return CompletableFuture.supplyAsync(() -> send(handler, event), threads);
  }

  /// The same, with this much time left for the function.
  protected final CompletableFuture<Answer> sending(
      RequestStreamHandler handler, Event event, Duration time) {
    return sendingLater(Duration.ZERO, handler, event, time);
  }

  /// The same after a while.
  protected final CompletableFuture<Answer> sendingLater(
      Duration later, RequestStreamHandler handler, Event event, Duration time) {
    return CompletableFuture.supplyAsync(
        () -> Answer.of(handler, event.json(), time),
        CompletableFuture.delayedExecutor(later.toMillis(), TimeUnit.MILLISECONDS, threads));
  }

  /// The number of round trips of an invocation.
  protected final int turns(RequestStreamHandler handler, Event event) {
    int before = proxy.turns();
    assertThat(send(handler, event).status()).isLessThan(500);
    return proxy.turns() - before;
  }

  /// Waits for the answer.
  protected static Answer answer(CompletableFuture<Answer> sending) {
    try {
      return sending.get(ANSWER_MAX.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("no answer", e);
    }
  }

  protected static void assertAccepted(Answer answer, boolean replayed) {
    assertThat(answer.status()).as(answer.bodyText()).isEqualTo(201);
    assertThat(answer.headers().containsKey("Idempotency-Replayed")).isEqualTo(replayed);
  }

  protected static void assertComeAgain(Answer answer, int status, String problem) {
    assertThat(answer.problem()).as(answer.bodyText()).isEqualTo(problem);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(Integer.parseInt(answer.headers().get("Retry-After"))).isPositive();
  }

  /// How many queues of rows are held, by whatever session.
  protected final long advisoryLocks() {
    return database.number(
        """
        SELECT count(*) FROM pg_locks
         WHERE locktype = 'advisory'
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """);
  }

  /// How often the key took effect: the number of accepted keys. The rows of each journal must name
  /// as many.
  protected final long effects(String key) {
    return effectsLike(key);
  }

  /// The same for all keys that are LIKE a pattern.
  final long effectsLike(String keys) {
    Invariants.assertHold(database);
    String like = " AND idempotency_key LIKE '" + keys + "'";
    long accepted =
        database.number("SELECT count(*) FROM idempotency WHERE verdict = 'accepted'" + like);
    for (String journal : SentStatement.of(function.sql()).journals()) {
      String rows = "SELECT count(DISTINCT idempotency_key) FROM " + journal + " WHERE true";
      assertThat(database.number(rows + like))
          .as("accepted keys that rows of %s name", journal)
          .isEqualTo(accepted);
    }
    return accepted;
  }
}
