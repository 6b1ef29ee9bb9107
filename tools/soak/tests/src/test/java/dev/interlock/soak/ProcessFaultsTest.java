package dev.interlock.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.interlock.emulator.clock.ClockOffset;
import dev.interlock.emulator.lambda.RunningEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each fault of a process, while callers transfer without pause: the fault has its effect, and
/// every call is finally answered, with exactly one effect.
class ProcessFaultsTest {

  // A seed that chooses short times.
  private static final long SEED = 5;
  private static final int AFTERWARDS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path folder;

  private static FaultedStack stack;
  private static SteadyCallers callers;
  private static List<Soak.Striking> faults;

  @BeforeAll
  static void start() throws Exception {
    stack = FaultedStack.start(folder);
    callers = new SteadyCallers(stack);
    faults =
        List.of(
            new FunctionFaults(stack.functions), new DatabaseFaults(stack.servers, stack.address));
    callers.awaitAnswered(AFTERWARDS);
  }

  @Test
  void functionKilled() throws Exception {
    List<Long> before = pids();
    FaultEvent event = strike(Fault.FUNCTION_KILLED);
    assertThat(event.target()).isEqualTo(FaultedStack.ID);
    // Its calls go to another one, which is started on demand.
    assertThat(pids()).isNotEqualTo(before);
  }

  private static List<Long> pids() {
    return stack.functions.running().stream().map(each -> each.process().pid()).toList();
  }

  @Test
  void functionFrozen() throws Exception {
    FaultEvent event = strike(Fault.FUNCTION_FROZEN);
    assertThat(event.target()).isEqualTo(FaultedStack.ID);
    assertThat(event.lasted()).isGreaterThan(Duration.ofMillis(50));
  }

  @Test
  void clockSkewed() throws Exception {
    FaultEvent event = strike(Fault.CLOCK_SKEWED);
    assertThat(event.target()).isEqualTo(FaultedStack.ID);
    assertThat(event.lasted()).isGreaterThan(Duration.ofMillis(200));
  }

  @Test
  void aFunctionUsesItsOwnClock() throws Exception {
    RunningEnvironment one = stack.functions.running().getFirst();
    ClockOffset clock = one.clock().orElseThrow();
    clock.set(Duration.ofHours(-1));
    awaitLogged(Duration.ofHours(-1));
    clock.set(Duration.ofHours(1));
    awaitLogged(Duration.ofHours(1));
    // By that clock the deadline is past before the call begins: the call reports it and does
    // nothing.
    await().until(() -> callers.inVain().containsKey("urn:interlock:contention"));
    clock.set(Duration.ZERO);
    callers.awaitAnswered(AFTERWARDS);
    assertThat(stack.linesLogged()).noneMatch(line -> line.contains("clock agent"));
  }

  private static void awaitLogged(Duration skew) {
    Instant expected = Instant.now().plus(skew);
    await()
        .pollInterval(Duration.ofMillis(5))
        .until(() ->
            stack
                .timesLogged()
                .anyMatch(time -> Duration.between(expected, time).abs().toMinutes() < 1));
  }

  @Test
  void backendTerminated() throws Exception {
    strike(Fault.BACKEND_TERMINATED);
    awaitConflict("57P01");
  }

  @Test
  void backendCanceled() throws Exception {
    strike(Fault.BACKEND_CANCELED);
    awaitConflict("57014");
  }

  /// The callers want the same accounts, so their calls queue: on a busy machine after a while.
  @ParameterizedTest
  @CsvSource({"QUEUED_CALL_TERMINATED, 57P01", "QUEUED_CALL_CANCELED, 57014"})
  void queuedCallStruck(Fault fault, String sqlState) {
    long before = linesWith(sqlState);
    await()
        .atMost(PATIENCE)
        .until(() -> faultsOf(fault).strike(fault, new SplittableRandom(SEED)).isPresent());
    await().atMost(PATIENCE).until(() -> linesWith(sqlState) > before);
    callers.awaitAnswered(AFTERWARDS);
  }

  @Test
  void connectionsExhausted() throws Exception {
    FaultEvent event = strike(Fault.CONNECTIONS_EXHAUSTED);
    assertThat(event.lasted()).isGreaterThan(Duration.ofMillis(500));
    awaitConflict("53300");
    await()
        .untilAsserted(() ->
            assertThat(
                    stack.number(
                        "SELECT count(*) FROM pg_stat_activity WHERE application_name = '"
                            + OccupiedConnections.NAME
                            + "'"))
                .isZero());
  }

  /// The log line of each call counts its failed attempts by SQLSTATE.
  private static void awaitConflict(String sqlState) {
    await().atMost(PATIENCE).until(() -> linesWith(sqlState) > 0);
  }

  private static long linesWith(String sqlState) {
    return stack.linesLogged().stream()
        .filter(line -> line.contains("\"" + sqlState + "\":"))
        .count();
  }

  @Test
  void databaseKilled() throws Exception {
    assertStartedAgain(strike(Fault.DATABASE_KILLED));
  }

  @Test
  void databaseStopped() throws Exception {
    assertStartedAgain(strike(Fault.DATABASE_STOPPED));
  }

  private static void assertStartedAgain(FaultEvent event) throws Exception {
    assertThat(event.target()).isEqualTo("database");
    assertThat(
            stack.number("SELECT count(*) WHERE pg_postmaster_start_time() > '" + event.at() + "'"))
        .isEqualTo(1);
    assertThat(Files.readString(stack.servers.primary().log()))
        .contains("was not properly shut down");
  }

  @Test
  void databaseFailedOver() throws Exception {
    int before = stack.servers.primary().port();
    FaultEvent event = strike(Fault.DATABASE_FAILED_OVER);
    assertThat(event.target()).isEqualTo("database");
    assertThat(stack.servers.primary().port()).isNotEqualTo(before);
    assertThat(stack.number("SELECT pg_is_in_recovery()::int")).isZero();
  }

  private static FaultEvent strike(Fault fault) throws Exception {
    Instant start = Instant.now();
    FaultEvent event = faultsOf(fault).strike(fault, new SplittableRandom(SEED)).orElseThrow();
    callers.awaitAnswered(AFTERWARDS);
    assertThat(event.fault()).isEqualTo(fault);
    assertThat(event.key()).isEmpty();
    assertThat(event.at()).isBetween(start, Instant.now().minus(event.lasted()));
    return event;
  }

  private static Soak.Striking faultsOf(Fault fault) {
    return faults.stream().filter(each -> each.where() == fault.where()).findFirst().orElseThrow();
  }

  @Test
  void faultsThatStrikeNoProcessAreRejected() {
    assertThat(faults)
        .allSatisfy(each ->
            assertThatThrownBy(() -> each.strike(Fault.DUPLICATED, new SplittableRandom(SEED)))
                .isInstanceOf(IllegalArgumentException.class));
  }

  @AfterAll
  static void everyCallHadOneEffectAndKeepsItsAnswer() throws Exception {
    try (FaultedStack all = stack) {
      callers.close();
      assertThat(callers.inVain()).doesNotContainKey("urn:interlock:internal");
      Map<String, String> answers = callers.answers();
      assertThat(
              all.number(
                  "SELECT count(*) FROM idempotency WHERE operation = 'transfer' AND verdict ="
                      + " 'accepted'"))
          .isEqualTo(answers.size());
      assertThat(all.number("SELECT count(DISTINCT transfer_id) FROM account_entry"))
          .isEqualTo(answers.size());
      for (Map.Entry<String, String> each : answers.entrySet().stream().limit(50).toList()) {
        assertThat(callers.answerTo(each.getKey())).isEqualTo(each.getValue());
      }
      all.assertInvariantsHold();
    }
    assertThat(stack.functions.running()).isEmpty();
  }
}
