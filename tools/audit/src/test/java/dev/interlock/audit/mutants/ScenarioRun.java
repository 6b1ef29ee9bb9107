package dev.interlock.audit.mutants;

import static org.awaitility.Awaitility.await;

import dev.interlock.database.Database;
import dev.interlock.testkit.Answer;
import dev.interlock.testkit.Backends;
import dev.interlock.testkit.InterceptedDataSource;
import dev.interlock.testkit.Interceptor;
import dev.interlock.testkit.Session;
import dev.interlock.testkit.TcpProxy;
import dev.interlock.testkit.TestDatabase;
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

/// Where a scenario is played: a database, the product or a mutant of it, and its callers.
final class Scene implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int ATTEMPTS_MAX = 5;
  private static final RetryLimits ONE_ATTEMPT =
      new RetryLimits(1, Duration.ofMillis(1), Duration.ofMillis(1));

  private final TestDatabase database;
  private final Flaw flaw;
  private final Callers callers;
  private final World world;
  private final Backends backends;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final Deque<Runnable> later = new ArrayDeque<>();
  private Service everyday;

  /// A scene in a database, of which the callers' world is all that is played in.
  Scene(TestDatabase database, World world, Flaw flaw, Callers callers) {
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

  /// The same; something happens when its first statement is about to be sent.
  Service environmentBefore(Runnable first) {
    return environment(database.environment(), RetryLimits.DEFAULT, first);
  }

  /// The same, over a wire that can be broken; one that tries once and gives up.
  Service impatient(TcpProxy proxy) {
    return environment(database.environment(proxy.port()), ONE_ATTEMPT, () -> {});
  }

  /// The same, over a wire that can be broken; it goes on until it has an answer.
  Service patient(TcpProxy proxy) {
    return environment(database.environment(proxy.port()), RetryLimits.DEFAULT, () -> {});
  }

  private Service environment(Map<String, String> variables, RetryLimits limits, Runnable first) {
    Interceptor wrong = flaw.interceptor();
    return flaw.around(functions(variables, limits, new BeforeTheFirst(wrong, first)), this);
  }

  /// The functions with something between them and the database, and nothing else that is wrong.
  Service functions(Interceptor interceptor) {
    return functions(database.environment(), RetryLimits.DEFAULT, interceptor);
  }

  private Service functions(
      Map<String, String> variables, RetryLimits limits, Interceptor interceptor) {
    Database pool = connected(variables);
    SecureRandom random = new SecureRandom();
    return new Functions(
        new StatementRunner(
            new InterceptedDataSource(pool::open, interceptor)::getConnection, limits, random));
  }

  /// Connections as the functions have them, for what is in a function's place.
  Database connections() {
    return connected(database.environment());
  }

  /// One is open from the start: what is broken and raced are statements, not connects.
  private Database connected(Map<String, String> variables) {
    Database pool = opened(Database.of(variables));
    try {
      pool.open().close();
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

  private Service everyday() {
    if (everyday == null) {
      everyday = environment();
    }
    return everyday;
  }

  /// Sends a request to the environment of every day.
  Optional<Answer> send(Request request) {
    return send(everyday(), request);
  }

  Optional<Answer> send(Service service, Request request) {
    return callers.send(service, world.of(request));
  }

  World world() {
    return world;
  }

  /// Sends a request whose answer the caller does not hear.
  void sendAndLeave(Request request) {
    callers.sendAndLeave(everyday(), world.of(request));
  }

  /// Sends a request to an environment of its own, and does not wait for it.
  CompletableFuture<Optional<Answer>> sending(Request request) {
    Service service = environment();
    return CompletableFuture.supplyAsync(
        () -> send(service, request), task -> Thread.ofPlatform().start(task));
  }

  /// Sends a request again and again, as a caller does who wants an answer.
  void untilAnswered(Request request) {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      if (send(request).filter(answer -> answer.status() < 500).isPresent()) {
        return;
      }
    }
  }

  /// What the back office does.
  void backOffice(String sql) {
    database.run(world.of(sql));
  }

  Session holding(String lock) {
    return Session.holding(database, world.of(lock));
  }

  /// Returns once this many of the functions' sessions wait for a lock.
  void awaitWaiting(int count) {
    backends.awaitWaiting(count);
  }

  /// Returns once a request has ended, or this many wait for a lock: it may be one of them.
  void awaitEndOrWaiting(CompletableFuture<?> request, int count) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> request.isDone() || backends.waiting() >= count);
  }

  /// Ends the sessions that wait for a lock.
  void killWaiting() {
    backends.terminateWaiting();
  }

  /// Something for the end: what a mutant has put off. The last to be put off is the first done.
  void later(Runnable task) {
    synchronized (later) {
      later.push(task);
    }
  }

  /// Does what has been put off.
  void settle() {
    synchronized (later) {
      later.forEach(Runnable::run);
      later.clear();
    }
  }

  @Override
  public void close() {
    opened.forEach(Scene::close);
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
