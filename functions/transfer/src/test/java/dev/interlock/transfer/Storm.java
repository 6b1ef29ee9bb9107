package dev.interlock.transfer;

import static dev.interlock.transfer.Transfers.ALICE_EUR;
import static dev.interlock.transfer.Transfers.BOB_EUR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.database.Database;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.connections.InterceptedDataSource;
import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.testkit.races.Race;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.StatementRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// More environments than the server has connections for, all started at the same time.
///
/// A warm environment keeps its connection, so the storm lasts while the connected environments
/// live: here until each of the others has had its first answer. Then they end one after the other,
/// as Lambda ends idle environments.
final class Storm {

  private static final long PATIENCE_SECONDS = 120;

  private final TestDatabase database;
  private final Duration functionTimeout;
  private final Interceptor interceptor;
  private final CountDownLatch firstAnswers;
  private final AtomicLong overNanos = new AtomicLong();
  private List<Caller> callers = List.of();
  private Duration recovery = Duration.ZERO;

  /// What one environment's caller got for its first command, in order; then, when that was
  /// accepted at once, what it got for a second one at the storm's height.
  private record Caller(List<Answer> first, List<Answer> second, Duration longest) {}

  private Storm(
      TestDatabase database, int environments, Duration functionTimeout, Interceptor interceptor) {
    this.database = database;
    this.functionTimeout = functionTimeout;
    this.interceptor = interceptor;
    this.firstAnswers = new CountDownLatch(environments);
  }

  /// Runs a storm and records the answers.
  static Storm pass(
      TestDatabase database, int environments, Duration functionTimeout, Interceptor interceptor) {
    Storm storm = new Storm(database, environments, functionTimeout, interceptor);
    storm.callers = Race.of(environments, storm::environment);
    storm.recovery = Duration.ofNanos(System.nanoTime() - storm.overNanos.get());
    return storm;
  }

  private Caller environment(int number) {
    try (Database pool = Database.of(database.environment())) {
      InterceptedDataSource intercepted = new InterceptedDataSource(pool::open, interceptor);
      TransferHandler handler =
          new TransferHandler(new StatementRunner(intercepted::getConnection));
      List<Duration> times = new ArrayList<>();
      List<Answer> first = new ArrayList<>(List.of(timed(handler, "storm-" + number, times)));
      awaitHeight();
      List<Answer> second = new ArrayList<>();
      if (first.getFirst().status() == 201) {
        second.add(timed(handler, "height-" + number, times));
      }
      while (first.getLast().problem().equals("database-unavailable")) {
        first.add(timed(handler, "storm-" + number, times));
      }
      return new Caller(first, second, times.stream().max(Duration::compareTo).orElseThrow());
    }
  }

  private Answer timed(TransferHandler handler, String key, List<Duration> times) {
    Event event = Transfers.event("alice", key, ALICE_EUR, BOB_EUR, 1);
    long start = System.nanoTime();
    Answer answer = Answer.of(handler, event.json(), functionTimeout);
    times.add(Duration.ofNanos(System.nanoTime() - start));
    return answer;
  }

  private void awaitHeight() {
    firstAnswers.countDown();
    try {
      assertThat(firstAnswers.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    overNanos.compareAndSet(0, System.nanoTime());
  }

  /// Asserts that callers without a connection got one kind of refusal in time, and that all
  /// succeed in the end. The server has this many connections for them.
  void assertTruthful(int slots) {
    assertThat(kinds()).containsOnlyKeys("ok", "database-unavailable");
    assertThat(answers())
        .filteredOn(answer -> answer.status() != 201)
        .allSatisfy(answer -> {
          assertThat(answer.status()).isEqualTo(503);
          assertThat(Integer.parseInt(answer.headers().get("Retry-After"))).isPositive();
        });
    assertThat(callers)
        .allSatisfy(caller -> {
          assertThat(caller.longest()).isLessThan(functionTimeout);
          assertThat(caller.first().getLast().status()).isEqualTo(201);
        });
    assertThat(callers.stream().map(Caller::second).flatMap(List::stream))
        .as("what those that had a connection got for another call meanwhile")
        .hasSize(slots)
        .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(201));
  }

  /// The number of commands, each of which has one effect.
  long commands() {
    return callers.stream().mapToLong(caller -> 1 + caller.second().size()).sum();
  }

  /// The count of each kind of answer: `ok` or the name of a problem.
  Map<String, Long> kinds() {
    return answers()
        .collect(Collectors.groupingBy(Answer::problem, TreeMap::new, Collectors.counting()));
  }

  /// A one-line summary.
  @Override
  public String toString() {
    return "%d environments, answers %s, the longest after %d ms, all in %d ms after it was over"
        .formatted(
            callers.size(),
            kinds(),
            callers.stream().mapToLong(caller -> caller.longest().toMillis()).max().orElseThrow(),
            recovery.toMillis());
  }

  private Stream<Answer> answers() {
    return callers.stream()
        .flatMap(caller -> Stream.of(caller.first(), caller.second()))
        .flatMap(Collection::stream);
  }
}
