package dev.interlock.emulator.races;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.hold.HoldHandler;
import dev.interlock.hold.SettlementHandler;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.connections.Isolation;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.races.Race;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Accounts;
import dev.interlock.testkit.tables.Invariants;
import dev.interlock.transfer.AccountHandler;
import dev.interlock.transfer.TransferHandler;
import dev.interlock.write.StatementRunner;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Holds, some of which expire within milliseconds, settlements and transfers want the money of one
/// account, which does not cover all of them.
@ResourceLock(Resources.SYSTEM_OUT)
class SharedAccountRaceTest {

  private static final int PARTIES = 64;
  private static final int CALLS_EACH = 5;
  private static final long BALANCE = 2_000;
  private static final String BOB_EUR = "a0000000-0000-4000-8000-000000000002";
  private static final long BOB_BALANCE = 50_000;
  private static final TestDatabase DATABASE = TestDatabase.create();

  @RegisterExtension final InvocationLog log = new InvocationLog();

  private final Queue<String> holds = new ConcurrentLinkedQueue<>();
  private final AtomicLong paid = new AtomicLong();
  private final AtomicInteger callersLeft = new AtomicInteger(PARTIES);

  @BeforeEach
  void reset() {
    DATABASE.reset();
  }

  @ParameterizedTest
  @EnumSource
  void availableIsNeverBelowZeroAndMoneyIsConserved(Isolation isolation) {
    String account = Accounts.open(DATABASE, 1, BALANCE).getFirst();
    List<String> problems;
    try (Stage stage = isolation.stage(DATABASE)) {
      List<StatementRunner> environments =
          Stream.generate(stage::environment).limit(PARTIES + 1).toList();
      problems =
          Race.of(
                  PARTIES + 1,
                  i ->
                      i == PARTIES
                          ? watch(environments.get(i), account)
                          : call(environments.get(i), account, i))
              .stream()
              .flatMap(List::stream)
              .toList();
    }
    assertThat(problems)
        .contains("hold ok", "settlement ok", "transfer ok", "transfer insufficient-funds")
        .allMatch(each -> each.matches("\\w+ (ok|insufficient-funds|hold-expired|expiry-past)"));
    assertThat(Accounts.balance(DATABASE, account)).isEqualTo(BALANCE - paid.get());
    assertThat(Accounts.balance(DATABASE, BOB_EUR)).isEqualTo(BOB_BALANCE + paid.get());
    assertThat(log.conflicts()).doesNotContainKey("40P01");
    Invariants.assertHold(DATABASE);
  }

  private List<String> call(StatementRunner own, String account, int caller) {
    try {
      return IntStream.range(0, CALLS_EACH).mapToObj(n -> call(own, account, caller, n)).toList();
    } finally {
      callersLeft.decrementAndGet();
    }
  }

  private String call(StatementRunner own, String account, int caller, int number) {
    String key = caller + "." + number;
    String hold = (caller + number) % 4 == 0 ? holds.poll() : null;
    if (hold != null) {
      String body = "{\"hold\": \"%s\", \"amount\": 20}".formatted(hold);
      return settled(own, Event.post("/settlements").caller("bob").key(key).body(body));
    }
    return switch ((caller + number) % 4) {
      case 1 -> placed(own, key, account, Instant.parse("2999-01-01T00:00:00Z"));
      case 2 -> placed(own, key, account, Instant.now().plusMillis(20 + caller * 10));
      default -> transferred(own, key, account);
    };
  }

  private String settled(StatementRunner own, Event settlement) {
    Answer answer = Answer.of(new SettlementHandler(own), settlement.json());
    paid.addAndGet(answer.status() == 201 ? 20 : 0);
    return "settlement " + answer.problem();
  }

  private String placed(StatementRunner own, String key, String account, Instant expiry) {
    String body =
        "{\"from\": \"%s\", \"to\": \"%s\", \"amount\": 30, \"currency\": \"EUR\", \"expiresAt\": \"%s\"}"
            .formatted(account, BOB_EUR, expiry.truncatedTo(ChronoUnit.MICROS));
    Event hold = Event.post("/holds").caller("alice").key(key).body(body);
    Answer answer = Answer.of(new HoldHandler(own), hold.json());
    if (answer.status() == 201) {
      holds.add(answer.body().text("id"));
    }
    return "hold " + answer.problem();
  }

  private String transferred(StatementRunner own, String key, String account) {
    String body =
        "{\"from\": \"%s\", \"to\": \"%s\", \"amount\": 40, \"currency\": \"EUR\"}"
            .formatted(account, BOB_EUR);
    Event transfer = Event.post("/transfers").caller("alice").key(key).body(body);
    Answer answer = Answer.of(new TransferHandler(own), transfer.json());
    paid.addAndGet(answer.status() == 201 ? 40 : 0);
    return "transfer " + answer.problem();
  }

  /// Reads the account until all callers have ended.
  private List<String> watch(StatementRunner own, String account) {
    AccountHandler reads = new AccountHandler(own);
    String read = Event.get("/accounts/{id}").caller("alice").path("id", account).json();
    do {
      Answer answer = Answer.of(reads, read);
      long available = answer.body().integer("available");
      assertThat(available).as(answer.bodyText()).isNotNegative();
      assertThat(available + answer.body().integer("held"))
          .as(answer.bodyText())
          .isEqualTo(answer.body().integer("balance"));
    } while (callersLeft.get() > 0);
    return List.of();
  }
}
