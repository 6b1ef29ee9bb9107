package dev.interlock.audit.growth;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.json.Json;
import dev.interlock.json.MalformedJsonException;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.races.Race;
import dev.interlock.testkit.servers.TestDatabase;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Measures the disk space that a call takes permanently: 100,000 accepted calls of each kind
/// through the real handlers, and then the same with everything moved to the archives. Prints the
/// table of `docs/limits.md`.
@Tag("soak")
@ResourceLock(Resources.SYSTEM_OUT)
class GrowthSoakTest {

  private static final int CALLS = Integer.getInteger("growth.calls", 100_000);
  private static final int THREADS = 4;
  private static final String ALL = "2100-01-01T00:00:00Z";

  // From docs/operate.md: without them each batch scans its whole table.
  private static final String INDEXES =
      """
      CREATE INDEX idempotency_old ON idempotency (created_at)
        WHERE created_at < '2100-01-01T00:00:00Z' AND verdict <> 'archived';
      CREATE INDEX account_entry_old ON account_entry (created_at)
        WHERE created_at < '2100-01-01T00:00:00Z';
      CREATE INDEX stock_entry_old ON stock_entry (created_at)
        WHERE created_at < '2100-01-01T00:00:00Z';
      CREATE INDEX permission_entry_old ON permission_entry (created_at)
        WHERE created_at < '2100-01-01T00:00:00Z';
      """;

  private static final String[] TABLES = {
    "idempotency",
    "account_entry",
    "stock_entry",
    "permission_entry",
    "resource",
    "permission",
    "account",
    "stock",
    "hold",
    "reservation_line",
    "idempotency_archive",
    "account_entry_archive",
    "stock_entry_archive",
    "permission_entry_archive"
  };

  @RegisterExtension final InvocationLog log = new InvocationLog();

  private final TestDatabase database = TestDatabase.create();

  /// The size of a table on disk, in bytes.
  private record Size(long heap, long indexes, long toast) {

    Size minus(Size other) {
      return new Size(heap - other.heap, indexes - other.indexes, toast - other.toast);
    }

    double perCall() {
      return (double) (heap + indexes + toast) / CALLS;
    }
  }

  @ParameterizedTest
  @EnumSource
  void bytesPerCall(Load load) {
    Load.prepare(database);
    String[] placed = load.before().map(this::place).orElseGet(() -> new String[CALLS]);
    database.run("VACUUM (FULL, ANALYZE)");
    Map<String, Size> empty = sizes();
    long wal = wal();
    send(load, placed);
    wal = wal() - wal;
    database.run("VACUUM ANALYZE");
    Map<String, Size> full = sizes();
    print(load + ": " + wal / CALLS + " bytes of WAL per call, and on disk", empty, full);

    long start = System.nanoTime();
    long walMoved = wal();
    long moved = archive();
    walMoved = wal() - walMoved;
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    database.run("VACUUM ANALYZE");
    print(
        "%s: %d rows moved in %d s, %d bytes of WAL per call; after VACUUM"
            .formatted(load, moved, took.toSeconds(), walMoved / CALLS),
        empty,
        sizes());
    database.run("VACUUM FULL");
    Map<String, Size> dense = sizes();
    print(load + ": moved, after VACUUM FULL", empty, dense);

    assertThat(ArchiveTest.broken(database)).isEmpty();
    // A stub is smaller than a key with its answer, but not empty.
    Size key = full.get("idempotency").minus(empty.get("idempotency"));
    Size stub = dense.get("idempotency").minus(empty.get("idempotency"));
    assertThat(stub.heap()).isPositive().isLessThan(key.heap());
  }

  private long archive() {
    database.run(INDEXES);
    long moved = ArchiveScript.shipped().moveAll(database, ALL);
    database.run(
        "DROP INDEX idempotency_old, account_entry_old, stock_entry_old, permission_entry_old");
    return moved;
  }

  /// Sends what others settle, and archives it, so that only the settlements are measured.
  private String[] place(Load load) {
    String[] ids = send(load, new String[CALLS]);
    archive();
    return ids;
  }

  /// Returns the id in each answer.
  private String[] send(Load load, String[] placed) {
    String[] ids = new String[CALLS];
    try (Stage stage = Stage.of(database)) {
      RequestStreamHandler[] handlers = new RequestStreamHandler[THREADS];
      for (int thread = 0; thread < THREADS; thread++) {
        handlers[thread] = load.handler(stage.environment());
      }
      Race.of(
          THREADS,
          thread -> {
            for (int n = thread; n < CALLS; n += THREADS) {
              Answer answer = Answer.of(handlers[thread], load.event(n, THREADS, placed).json());
              assertThat(answer.status()).as(answer.bodyText()).isEqualTo(201);
              ids[n] = id(answer);
            }
            return thread;
          });
    }
    return ids;
  }

  private static String id(Answer answer) {
    try {
      return Json.object(answer.bodyText()).text("id");
    } catch (MalformedJsonException e) {
      throw new AssertionError(e);
    }
  }

  private Map<String, Size> sizes() {
    Map<String, Size> sizes = new LinkedHashMap<>();
    for (String table : TABLES) {
      // The heap includes its maps; TOAST, with its index, is counted separately.
      long toast = number("coalesce(pg_total_relation_size(nullif(reltoastrelid, 0)), 0)", table);
      long indexes = number("pg_indexes_size(oid)", table);
      long all = number("pg_total_relation_size(oid)", table);
      sizes.put(table, new Size(all - indexes - toast, indexes, toast));
    }
    return sizes;
  }

  private long number(String expression, String table) {
    return database.number(
        "SELECT %s FROM pg_class WHERE oid = '%s'::regclass".formatted(expression, table));
  }

  private long wal() {
    return database.number("SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint");
  }

  private static void print(String title, Map<String, Size> before, Map<String, Size> after) {
    StringBuilder text = new StringBuilder("\n" + title + "\n");
    text.append("%-26s %8s %8s %8s %8s%n".formatted("table", "heap", "indexes", "TOAST", "all"));
    double sum = 0;
    for (String table : TABLES) {
      Size grown = after.get(table).minus(before.get(table));
      if (grown.perCall() != 0) {
        sum += grown.perCall();
        text.append(
            "%-26s %8.1f %8.1f %8.1f %8.1f%n"
                .formatted(
                    table,
                    (double) grown.heap() / CALLS,
                    (double) grown.indexes() / CALLS,
                    (double) grown.toast() / CALLS,
                    grown.perCall()));
      }
    }
    System.err.print(text.append("%-26s %35.1f%n".formatted("together", sum)));
  }
}
