package dev.interlock.races.contender;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// The contenders of the comparisons.
public final class Contenders {

  private static final String KEYS_ARE_UPDATED =
      "GRANT UPDATE (verdict, detail, created_at) ON idempotency TO interlock_function";

  private static final Rival UPDATES =
      new Rival("updates", "conditional UPDATEs", new ConditionalUpdates());

  private static final Rival READ_MODIFY_WRITE =
      new Rival("read-modify-write", "read-modify-write", new ReadModifyWrites());

  private Contenders() {}

  /// Interlock, the others, and the limit, in the order of the tables.
  public static List<Contender> all() {
    String functions = script();
    return List.of(
        interlock(),
        UPDATES.named("updates", "conditional UPDATEs, a connection per call").connectingPerCall(),
        UPDATES.named("updates-pooled", "conditional UPDATEs, pooled"),
        READ_MODIFY_WRITE,
        new Rival("statements", "all of it as separate statements", new SeparateStatements())
            .needing(KEYS_ARE_UPDATED),
        new Rival("function", "all of it as one PL/pgSQL function", new OneFunction())
            .needing(functions),
        // The difference to Interlock is the cost of the statement's form.
        new InterlockContender(
            "function-handled",
            "the same function behind Interlock's handler",
            functions,
            // A queue would be given Interlock's statement.
            pool -> new WithoutQueues(new FunctionCalls(pool))));
  }

  /// Contenders of interest only for what they lose: code written for SERIALIZABLE that runs at
  /// READ COMMITTED, the database's default, as most such code does; and a published sample.
  public static List<Contender> ofAnomaliesOnly() {
    return List.of(
        UPDATES.atReadCommitted(), READ_MODIFY_WRITE.atReadCommitted(), new DsqlSample());
  }

  /// The ways in which most services write, for a demonstration of what they lose: without a key,
  /// and without a check of the caller's rights on money and stock.
  public static List<Contender> usual() {
    Rival orm = READ_MODIFY_WRITE;
    return List.of(
        orm.atReadCommitted(),
        orm.named(orm.name(), orm.title() + ", SERIALIZABLE"),
        new WordRetries(
            "updates-words-rc",
            "conditional UPDATEs, READ COMMITTED",
            IsolationLevel.READ_COMMITTED),
        new WordRetries(
            "updates-words", "conditional UPDATEs, SERIALIZABLE", IsolationLevel.SERIALIZABLE),
        new DsqlSample());
  }

  /// Interlock's own handlers.
  public static Contender interlock() {
    return new InterlockContender("interlock", "Interlock", "", UnaryOperator.identity());
  }

  /// The same, with random waits between attempts instead of the queues of rows.
  public static Contender interlockWithoutQueues() {
    return new InterlockContender(
        "interlock-waits", "Interlock without queues", "", WithoutQueues::new);
  }

  private static String script() {
    try (InputStream bytes =
        Objects.requireNonNull(Contenders.class.getResourceAsStream("/bench/functions.sql"))) {
      return new String(bytes.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
