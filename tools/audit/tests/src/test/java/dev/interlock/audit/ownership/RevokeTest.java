package dev.interlock.audit.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.audit.Audit;
import dev.interlock.audit.AuditReport;
import dev.interlock.office.Openings;
import dev.interlock.permissionchange.PermissionChangeHandler;
import dev.interlock.stockdecrement.StockDecrementHandler;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Invariants;
import dev.interlock.transfer.TransferHandler;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/// An operator sends transfers and decrements without pause from 16 environments while an owner
/// repeatedly revokes the role.
@OnlyPostgres(value = "asks when a row was committed", setting = "track_commit_timestamp")
@ResourceLock(Resources.SYSTEM_OUT)
class RevokeTest {

  private static final String ACCOUNT = "a0000000-0000-4000-8000-000000000001";
  private static final String OTHER_ACCOUNT = "a0000000-0000-4000-8000-000000000002";
  private static final String SHOP = "b0000000-0000-4000-8000-000000000001";
  private static final int CLIENTS = 16;
  private static final int SKUS = 100;
  private static final int ROUNDS = 50;

  @RegisterExtension final InvocationLog log = new InvocationLog();

  private final TestDatabase database = TestDatabase.create();
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong accepted = new AtomicLong();

  @Test
  void nothingOfAnOperatorCommitsOnceTheRevokeIsAcknowledged() throws SQLException {
    openShopAndAccount();
    List<Duration> waits = new ArrayList<>();
    List<CompletableFuture<Void>> operators = new ArrayList<>();
    try (Stage stage = Stage.of(database);
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      PermissionChangeHandler owner = new PermissionChangeHandler(stage.environment());
      for (int i = 0; i < CLIENTS; i++) {
        operators.add(CompletableFuture.runAsync(operator(stage, i), threads));
      }
      try {
        for (int round = 0; round < ROUNDS; round++) {
          change(owner, ACCOUNT, "operator", 2L * round);
          change(owner, SHOP, "operator", 2L * round);
          awaitSomeAccepted();
          waits.add(change(owner, ACCOUNT, "none", 2L * round + 1));
          waits.add(change(owner, SHOP, "none", 2L * round + 1));
        }
      } finally {
        over.set(true);
      }
      operators.forEach(CompletableFuture::join);
    }
    waits.sort(null);
    System.err.printf(
        "revokes under fire: %d, acknowledged after %d ms in the median, %d ms at most%n",
        waits.size(), waits.get(waits.size() / 2).toMillis(), waits.getLast().toMillis());

    assertThat(
            database.number(
                COMMITTED_AFTER_REVOKE.formatted("account_entry", "account_id", "amount")))
        .isZero();
    assertThat(
            database.number(
                COMMITTED_AFTER_REVOKE.formatted("stock_entry", "location_id", "quantity")))
        .isZero();
    assertThat(database.number("SELECT count(*) FROM account_entry WHERE caller = 'dave'"))
        .isPositive();
    Invariants.assertHold(database);
    try (Connection connection = database.connect()) {
      AuditReport report = Audit.run(connection);
      assertThat(report.passed()).as("the audit of the whole history").isTrue();
    }
  }

  // The last change of the operator's role that committed before any of their rows must be a grant.
  private static final String COMMITTED_AFTER_REVOKE =
      """
      SELECT count(*) FROM (
        SELECT (SELECT p.role FROM permission_entry p
                 WHERE p.resource_id = e.%2$s AND p.principal = 'dave'
                   AND pg_xact_commit_timestamp(p.xmin) <= pg_xact_commit_timestamp(e.xmin)
                 ORDER BY p.acl_version DESC LIMIT 1) AS role
          FROM %1$s e WHERE e.caller = 'dave' AND e.%3$s < 0) written
       WHERE role IS DISTINCT FROM 'operator'
      """;

  private void openShopAndAccount() {
    Openings openings = new Openings("revoke-test");
    for (int sku = 0; sku <= SKUS; sku++) {
      openings.stock(SHOP, "S-" + sku, 1_000_000);
    }
    try (Connection connection = database.connect()) {
      openings.put(connection);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitSomeAccepted() {
    long before = accepted.get();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(2))
        .until(() -> accepted.get() > before + CLIENTS);
  }

  /// Changes the operator's role and returns the time until the acknowledgement.
  private static Duration change(
      RequestStreamHandler owner, String resource, String role, long version) {
    Event event =
        Event.post("/permission-changes")
            .caller("alice")
            .key("change-" + version)
            .header("if-match", "\"" + version + "\"")
            .body(
                "{\"resource\": \"%s\", \"principal\": \"dave\", \"role\": \"%s\"}"
                    .formatted(resource, role));
    long start = System.nanoTime();
    Answer answer = Answer.of(owner, event.key("change-" + resource + "-" + version).json());
    Duration wait = Duration.ofNanos(System.nanoTime() - start);
    assertThat(answer.status()).as(answer.bodyText()).isEqualTo(201);
    return wait;
  }

  private Runnable operator(Stage stage, int client) {
    RequestStreamHandler handler =
        client % 2 == 0
            ? new TransferHandler(stage.environment())
            : new StockDecrementHandler(stage.environment());
    return () -> {
      for (int n = 0; !over.get(); n++) {
        String key = client + "." + n;
        Event event = client % 2 == 0 ? transfer(key) : decrement(key, n);
        if (Answer.of(handler, event.json()).status() == 201) {
          accepted.incrementAndGet();
        }
      }
    };
  }

  private static Event transfer(String key) {
    return Event.post("/transfers")
        .caller("dave")
        .key(key)
        .body(
            "{\"from\": \"%s\", \"to\": \"%s\", \"amount\": 1, \"currency\": \"EUR\"}"
                .formatted(ACCOUNT, OTHER_ACCOUNT));
  }

  private static Event decrement(String key, int n) {
    return Event.post("/stock-decrements")
        .caller("dave")
        .key(key)
        .body(
            "{\"location\": \"%s\", \"lines\": [{\"sku\": \"S-%d\", \"quantity\": 1}]}"
                .formatted(SHOP, n % SKUS));
  }
}
