package dev.interlock.audit.mutants;

import static org.awaitility.Awaitility.await;

import dev.interlock.api.WriteRequest;
import dev.interlock.database.Database;
import dev.interlock.json.Json;
import dev.interlock.json.MalformedJsonException;
import dev.interlock.office.Office;
import dev.interlock.office.OfficeAction;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.connections.InterceptedDataSource;
import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.testkit.connections.TcpProxy;
import dev.interlock.testkit.servers.Backends;
import dev.interlock.testkit.servers.RetriedConnection;
import dev.interlock.testkit.servers.Session;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.RetryLimits;
import dev.interlock.write.StatementRunner;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// One run of a scenario: a database, the product or a mutant of it, and its callers.
final class ScenarioRun implements AutoCloseable {

  private static final Duration WAIT_MAX = Duration.ofSeconds(20);
  private static final int ATTEMPTS_MAX = 5;
  private static final RetryLimits ONE_ATTEMPT =
      new RetryLimits(1, Duration.ofMillis(1), Duration.ofMillis(1));

  private final TestDatabase database;
  private final Flaw flaw;
  private final RecordingCallers callers;
  private final ScenarioData world;
  private final Backends backends;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final Deque<Runnable> deferred = new ArrayDeque<>();
  private Service standard;

  /// A run in a database that uses only this data.
  ScenarioRun(TestDatabase database, ScenarioData world, Flaw flaw, RecordingCallers callers) {
    this.database = database;
    this.world = world;
    this.flaw = flaw;
    this.callers = callers;
    this.backends = new Backends(database);
    flaw.prepare(database);
  }

  /// A new environment, flaw included.
  Service environment() {
    return environment(database.environment(), RetryLimits.DEFAULT, () -> {});
  }

  /// The same, with a step just before its first statement is sent.
  Service environmentBefore(Runnable first) {
    return environment(database.environment(), RetryLimits.DEFAULT, first);
  }

  /// The same, over a wire that can be broken, with a single attempt.
  Service withOneAttempt(TcpProxy proxy) {
    return environment(database.environment(proxy.port()), ONE_ATTEMPT, () -> {});
  }

  /// The same, over a wire that can be broken, with the usual retries.
  Service withRetries(TcpProxy proxy) {
    return environment(database.environment(proxy.port()), RetryLimits.DEFAULT, () -> {});
  }

  private Service environment(Map<String, String> variables, RetryLimits limits, Runnable first) {
    Interceptor wrong = flaw.interceptor();
    return flaw.around(functions(variables, limits, new BeforeFirstStatement(wrong, first)), this);
  }

  /// The functions with this interceptor between them and the database, and no flaw besides.
  Service functions(Interceptor interceptor) {
    return functions(database.environment(), RetryLimits.DEFAULT, interceptor);
  }

  private Service functions(
      Map<String, String> variables, RetryLimits limits, Interceptor interceptor) {
    Database pool = connected(variables);
    SecureRandom random = new SecureRandom();
    return new UnchangedFunctions(
        new StatementRunner(
            new InterceptedDataSource(pool::open, interceptor)::getConnection, limits, random));
  }

  /// Connections like the functions', for a substitute of a function.
  Database connections() {
    return connected(database.environment());
  }

  /// One connection is open from the start, so that faults and races hit statements, not connects.
  private Database connected(Map<String, String> variables) {
    Database pool = opened(Database.of(variables));
    try {
      RetriedConnection.of(pool).close();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return pool;
  }

  TcpProxy proxy() {
    return opened(TcpProxy.before(database));
  }

  private <T extends AutoCloseable> T opened(T resource) {
    opened.add(resource);
    return resource;
  }

  private Service standard() {
    if (standard == null) {
      standard = environment();
    }
    return standard;
  }

  /// Sends a request to the default environment.
  Optional<Answer> send(CallerRequest request) {
    return send(standard(), request);
  }

  Optional<Answer> send(Service service, CallerRequest request) {
    return callers.send(service, world.of(request));
  }

  ScenarioData world() {
    return world;
  }

  /// Sends a request whose answer the caller does not receive.
  void sendAndLeave(CallerRequest request) {
    callers.sendAndLeave(standard(), world.of(request));
  }

  /// Sends a request to a new environment and does not wait for it.
  CompletableFuture<Optional<Answer>> sending(CallerRequest request) {
    Service service = environment();
    return CompletableFuture.supplyAsync(
        () -> send(service, request), task -> Thread.ofPlatform().start(task));
  }

  /// Sends a request until it is answered.
  void untilAnswered(CallerRequest request) {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      if (send(request).filter(answer -> answer.status() < 500).isPresent()) {
        return;
      }
    }
  }

  /// Runs SQL as the back office.
  void backOffice(String sql) {
    database.run(world.of(sql));
  }

  /// Gives a resource the opening that a migrated one has, from before openings were journaled.
  /// What the back office does to it with SQL is then no defect.
  void openedBeforeOpenings(String resource) {
    backOffice(
        """
        DELETE FROM idempotency
        WHERE operation = 'office' AND detail ->> 'command' IN ('open-account', 'open-location')
          AND '%1$s' IN (detail ->> 'account', detail ->> 'location');
        UPDATE permission_entry
        SET caller = NULL, idempotency_key = NULL, created_at = '0001-01-01T00:00:00Z'
        WHERE resource_id = '%1$s' AND acl_version = 0;
        UPDATE account_entry
        SET caller = NULL, idempotency_key = NULL, created_at = '0001-01-01T00:00:00Z'
        WHERE account_id = '%1$s' AND version = 0;
        """
            .formatted(resource));
  }

  /// Has the back office carry out a command.
  ///
  /// @param members its members, with a place for this account
  void backOffice(
      Function<WriteRequest, OfficeAction> command, String key, String members, String account) {
    try {
      String unique = key + "-" + world.number();
      Json.Obj json = Json.object(members.formatted(world.of(account)));
      String sql = command.apply(Office.request("kim", unique, json)).sql();
      database.run("BEGIN ISOLATION LEVEL SERIALIZABLE; " + sql + "; COMMIT");
    } catch (MalformedJsonException e) {
      throw new AssertionError(e);
    }
  }

  Session holding(String lock) {
    return Session.holding(database, world.of(lock));
  }

  /// Returns once this many of the functions' sessions wait for a lock.
  void awaitWaiting(int count) {
    backends.awaitWaiting(count);
  }

  /// Returns once a request has ended or this many sessions wait for a lock, its own included.
  void awaitEndOrWaiting(CompletableFuture<?> request, int count) {
    await()
        .atMost(WAIT_MAX)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> request.isDone() || backends.waiting() >= count);
  }

  /// Ends the sessions that wait for a lock.
  void killWaiting() {
    backends.terminateWaiting();
  }

  /// Defers work of a mutant to the end of the scenario, last in, first out.
  void defer(Runnable task) {
    synchronized (deferred) {
      deferred.push(task);
    }
  }

  /// Does the deferred work.
  void settle() {
    synchronized (deferred) {
      deferred.forEach(Runnable::run);
      deferred.clear();
    }
  }

  @Override
  public void close() {
    opened.forEach(ScenarioRun::close);
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
