package dev.interlock.bench.contender;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// Who is compared.
public final class Contenders {

  private static final String KEYS_ARE_UPDATED =
      "GRANT UPDATE (verdict, detail, created_at) ON idempotency TO interlock_function";

  private Contenders() {}

  /// Interlock, the others as they were asked for, and the limit, in the order of their tables.
  public static List<Contender> all() {
    String functions = script();
    return List.of(
        new InterlockContender("interlock", "Interlock", "", UnaryOperator.identity()),
        new Rival(
            "updates",
            "conditional UPDATEs, a connection per call",
            new ConditionalUpdates(),
            IsolationLevel.SERIALIZABLE,
            false,
            ""),
        new Rival(
            "updates-pooled",
            "conditional UPDATEs, pooled",
            new ConditionalUpdates(),
            IsolationLevel.SERIALIZABLE,
            true,
            ""),
        new Rival(
            "read-modify-write",
            "read-modify-write",
            new ReadModifyWrites(),
            IsolationLevel.SERIALIZABLE,
            true,
            ""),
        new Rival(
            "statements",
            "all of it as separate statements",
            new SeparateStatements(),
            IsolationLevel.SERIALIZABLE,
            true,
            KEYS_ARE_UPDATED),
        new Rival(
            "function",
            "all of it as one PL/pgSQL function",
            new OneFunction(),
            IsolationLevel.SERIALIZABLE,
            true,
            functions),
        // What is left between it and Interlock is what the form of the statement costs.
        new InterlockContender(
            "function-handled",
            "the same function behind Interlock's handler",
            functions,
            FunctionCalls::new));
  }

  /// The ones that are written for SERIALIZABLE as most of such code runs: at the database's
  /// default. They are of interest only for what they lose.
  public static List<Contender> atReadCommitted() {
    return List.of(
        new Rival(
            "updates-rc",
            "conditional UPDATEs, READ COMMITTED",
            new ConditionalUpdates(),
            IsolationLevel.READ_COMMITTED,
            true,
            ""),
        new Rival(
            "read-modify-write-rc",
            "read-modify-write, READ COMMITTED",
            new ReadModifyWrites(),
            IsolationLevel.READ_COMMITTED,
            true,
            ""));
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
