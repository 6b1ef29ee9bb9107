package dev.interlock.write;

import dev.interlock.json.Json;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One SQL statement that checks, decides, writes, journals and remembers a command, and the
/// interpretation of the row that it returns.
///
/// A function supplies the parts in which it differs, as methods that return SQL. [StatementText]
/// puts them between the parts that all statements share: the command, the waits, the isolation
/// check, the key and the last SELECT. The steps, each of which may use those before it:
///
/// | Step | Rows | Alias |
/// |---|---|---|
/// | `command` | one: `caller`, `idempotency_key`, and the columns of [#command] | `c` |
/// | those of [#lookups] | any | |
/// | `found` | one: all of `command`, `id`, `decided_at`, and the columns of [#found] | `f` |
/// | `decided` | one: all of `found` and of [#live], and `verdict` | `d` |
/// | `remembered` | one, or none when the key is taken | |
/// | `accepted` | one, or none: `decided`, if it is remembered and may write | `a` |
/// | `target` | those of [#targets], each with a bound on the wait for it | `t` |
/// | `moved` | those that [#moved] returns | `m` |
/// | those of [#journaled] | any | |
///
/// `target` bounds the wait for each row that [#moved] updates. A step of [#journaled] that may
/// wait for a lock too bounds that wait by a column of the rows that it writes, on a separate line:
/// `{row-wait} AS row_wait`. A comment in SQL begins with `--`, which may not occur elsewhere.
///
/// @param <C> the function's command
/// @param <V> the function's verdicts
public abstract class ConditionalStatement<C extends Command, V> {

  /// The one verdict that writes.
  public static final String ACCEPTED = "accepted";

  /// The verdict of a statement that leaves a command to its [#fallback]: nothing is written.
  protected static final String UNDECIDED = "undecided";

  /// The number of the function's first parameter; [StatementRunner] sets those before it.
  protected static final int OWN_PARAMETERS = 7;

  /// The refusal of a statement that runs below REPEATABLE READ, where its plain reads would be
  /// stale.
  static final String ISOLATION_TOO_LOW = "isolation-too-low";

  /// The answer of a statement that has written nothing, because others queue for its rows.
  static final String QUEUE_NOT_EMPTY = "queue-not-empty";

  private static final String GRANT =
      """
      -- Locked until we commit: a revoke either waits for us, or is seen here. The join makes sure
      -- that the resource is a {kind}.
      caller_grant AS MATERIALIZED (
        SELECT p.role, p.expires_at
          FROM command c
          JOIN permission p ON p.resource_id = c.{id} AND p.principal = c.caller
          JOIN resource r ON r.id = c.{id} AND r.kind = '{kind}'
           FOR SHARE OF p
      )
      """;

  private final String operation;
  private final Class<?> verdicts;
  private final String text;
  private final String sql;

  /// Composes the statement: once, when the function is loaded.
  ///
  /// @param operation the namespace of its keys, as in [CommandIdentity]
  /// @param verdicts what can be decided: the sealed type of the verdicts, whose records and enum
  ///   constants give the refusals their words (`VersionMismatch` and `VERSION_MISMATCH` are
  ///   `version-mismatch`); or an enum of refusals that several statements share
  /// @throws IllegalArgumentException when the parts do not form a statement, or when [#decided]
  ///   has other words
  @SuppressWarnings("this-escape") // The parts are constants.
  protected ConditionalStatement(String operation, Class<?> verdicts) {
    this.operation = operation;
    this.verdicts = verdicts;
    RefusalWords.requireSame(RefusalWords.of(StatementText.compact(decided())), verdicts);
    this.text = StatementText.of(operation, this);
    this.sql = StatementText.compact(text);
  }

  /// The namespace of its keys.
  public final String operation() {
    return operation;
  }

  /// The type of what can be decided.
  public final Class<?> verdicts() {
    return verdicts;
  }

  /// The function's own columns of `command`: a parameter with its type and name for each part of
  /// the command, such as `?::uuid AS account_id`.
  protected abstract String command();

  /// Steps that `found` needs, separated by commas, or nothing. Here `caller_grant` locks the
  /// caller's grant, if what it allows must not be revoked while the statement runs.
  protected String lookups() {
    return "";
  }

  /// The step `caller_grant`, for [#lookups]: the caller's role on a resource of this kind, with
  /// its expiry, locked until the statement commits.
  ///
  /// @param id the column of `command` that names the resource
  protected static String callerGrant(String id, String kind) {
    return GRANT.replace("{id}", id).replace("{kind}", kind);
  }

  /// The columns that the verdict depends on, from the tables that [#joins] adds.
  protected abstract String found();

  /// The joins that look up the rows to decide on, beginning from `command c`. There is always
  /// exactly one row, so what may be absent takes a LEFT JOIN.
  protected abstract String joins();

  /// A SELECT of one row, named `live`, or nothing: facts that depend on the time in
  /// `f.decided_at`, such as a role whose grant may have expired by then.
  protected String live() {
    return "";
  }

  /// The refusals, as `WHEN condition THEN 'word'` on `found f`. The first condition that holds
  /// decides, so their order is the precedence of the contract. If none holds, the verdict is
  /// [#ACCEPTED].
  protected abstract String decided();

  /// The statement that decides the commands that this one leaves [#UNDECIDED], sent right after
  /// it: for what is rarely needed and would slow down every call. Null if this one decides
  /// everything.
  public @Nullable ConditionalStatement<C, V> fallback() {
    return null;
  }

  /// The details that an answer needs, as `WHEN 'word' THEN jsonb` for the verdicts that have any.
  /// They are stored with the verdict and read by [#verdict].
  protected abstract String detail();

  /// The rows to write: a SELECT from `accepted a` of their keys and new values, ordered by key.
  /// Two calls that wrote the same rows in different orders would wait for each other.
  protected abstract String targets();

  /// The UPDATE of the guard rows, FROM `target t`, RETURNING what the journal needs.
  protected abstract String moved();

  /// The step that writes the journal from `moved`, with any other writes, separated by commas; or
  /// nothing, if the rows themselves record everything that happened to them.
  protected String journaled() {
    return "";
  }

  /// The rows that [#moved] updates, each as its table and key, such as `account/` and an id. Calls
  /// that conflict on a row queue for it in the server, in the order in which they come. Without
  /// rows, they try again after random waits, which is as safe, but some wait for seconds.
  ///
  /// The names are hashed. Two rows with one hash share a queue, which costs nothing but time.
  protected List<String> rows(C command) {
    return List.of();
  }

  /// The names of such rows that the command does not have, as a SELECT from `command c` that takes
  /// no locks; or nothing.
  protected String rowsFound() {
    return "";
  }

  /// Sets the function's own parameters, beginning with [#OWN_PARAMETERS].
  protected abstract void bind(PreparedStatement statement, C command) throws SQLException;

  /// Reads a verdict, whether it was reached now or when the key was first used.
  protected abstract V verdict(String word, Json.Obj detail, Instant decidedAt);

  /// The refusal that a word names: `insufficient-funds` is `INSUFFICIENT_FUNDS`.
  protected static <R extends Enum<R>> R refusal(Class<R> refusals, String word) {
    return Enum.valueOf(refusals, word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /// The whole statement, for people: with comments, line breaks and indentation.
  public final String text() {
    return text;
  }

  /// The same statement as it is sent. It is a constant, so that it stays prepared on a connection.
  public final String sql() {
    return sql;
  }
}
