package dev.interlock.write;

import dev.interlock.limits.TimeLimits;
import java.util.StringTokenizer;

/// The text that every conditional statement shares, around the parts of each.
///
/// Runs at every start of a function. It therefore uses neither patterns nor streams, which would
/// load more classes than the rest of the statement does.
final class StatementText {

  // Sets the longest wait for the next lock: a fraction of the time until a moment that stands
  // between these two, see TimeLimits.WAITS_IN_A_ROW. On PostgreSQL the setting is local to the
  // transaction, because a pooler may hand the session to another client next. CockroachDB ignores
  // such settings in auto-commit, so there it is the session's.
  private static final String WAIT_UNTIL =
      "set_config('lock_timeout', greatest(1, extract(epoch FROM\n  ";
  private static final String WAIT_UNTIL_END =
      " - clock_timestamp()) * 1000 / "
          + TimeLimits.WAITS_IN_A_ROW
          + ")::bigint::text,\n  version() LIKE 'PostgreSQL%')";

  // A line that begins with {part} stands for all lines of that part, or for none if the part is
  // empty.
  private static final String SHELL =
      """
      -- All waits for locks share one budget, counted from here: no wait goes past key_wait_end or
      -- wait_end, however long earlier ones took.
      WITH command AS MATERIALIZED (
        SELECT ?::text AS caller, ?::text AS idempotency_key, ?::bytea AS fingerprint,
               set_config('lock_timeout', ?, version() LIKE 'PostgreSQL%') AS grant_wait,
               clock_timestamp() + ?::interval AS key_wait_end,
               clock_timestamp() + ?::interval AS wait_end,
               {command}
      ),
      {lookups},
      -- The clock is read once, after the grant is locked and the snapshot taken: everything that
      -- this statement can see is older.
      found AS MATERIALIZED (
        SELECT clock_timestamp() AS decided_at, gen_random_uuid() AS id,
               lower(current_setting('transaction_isolation')) AS isolation,
               {key-wait} AS key_wait,
               c.*,
               {found}
          FROM command c
          {joins}
      ),
      -- Plain reads are right at REPEATABLE READ and above: if a row changes before it is updated,
      -- the statement fails with 40001. Below, they would be stale. The order of the conditions is
      -- the contract's precedence.
      decided AS MATERIALIZED (
        SELECT f.*,
               {live-columns}
               CASE
                 WHEN f.isolation NOT IN ('repeatable read', 'serializable')
                   THEN 'isolation-too-low'
                 {decided}
                 {queue}
                 ELSE 'accepted'
               END AS verdict
          FROM found f
          {live-join}
      ),
      -- The key is taken by inserting it and never read before: a read would lock pages of its
      -- index against unrelated calls. No row comes back when another call has it.
      remembered AS (
        INSERT INTO idempotency
          (caller, operation, idempotency_key, fingerprint, verdict, detail, created_at)
        SELECT d.caller,
               {operation},
               d.idempotency_key, d.fingerprint, d.verdict,
               CASE d.verdict
                 {detail}
                 ELSE '{}'::jsonb
               END, d.decided_at
          FROM decided d
         WHERE d.verdict NOT IN (
           {no-verdict})
        ON CONFLICT (caller, operation, idempotency_key) DO NOTHING
        RETURNING verdict, detail, created_at
      ),
      -- Nothing is written unless the key is taken.
      accepted AS MATERIALIZED (
        SELECT d.* FROM remembered r CROSS JOIN decided d WHERE r.verdict = 'accepted'
      ),
      -- The key is ours now, and other calls may wait for it. We wait longer for a row than they do
      -- for the key, or two calls with one key would take turns giving up. The bound is set row by
      -- row, just before each is updated.
      target AS MATERIALIZED (
        SELECT t.*,
               {row-wait} AS row_wait
          FROM (
            {targets}
          ) t
      ),
      moved AS (
        {moved}
      {end-of-moved}
      {journaled}
      SELECT r.verdict, r.detail::text AS detail, r.created_at AS decided_at FROM remembered r
      UNION ALL
      SELECT d.verdict, '{}', d.decided_at FROM decided d
       WHERE d.verdict IN (
         {no-verdict})
      """;

  private static final String FINDING =
      SHELL.substring(0, SHELL.indexOf("),\n{lookups}"))
          + """
          )
          SELECT ARRAY(
            {rows-found})
          """;

  private static final String QUEUES =
      """
      -- Others queue for the rows: then this call writes nothing and queues behind them. Refusals
      -- need no row, so they never wait.
      WHEN NOT (SELECT coalesce(bool_and(
                         pg_try_advisory_xact_lock_shared(hashtextextended(name, 0))), true)
                  FROM (
                    SELECT unnest(?::text[])
                    {all-rows-found}
                  ) AS _ (name))
        THEN 'queue-not-empty'
      """;

  // The same for one or two rows, for which the general form would cost the server up to a tenth of
  // a call. The second may be null.
  private static final String FEW_QUEUES =
      """
      WHEN NOT (pg_try_advisory_xact_lock_shared(hashtextextended(?::text, 0))
                AND pg_try_advisory_xact_lock_shared(hashtextextended(?::text, 0)))
        THEN 'queue-not-empty'
      """;

  /// What a text is sent for.
  enum Form {
    /// To decide, whether or not others queue for the rows.
    PLAIN,
    /// To decide unless others queue for the rows. Their names are the last parameter.
    ASKING,
    /// The same for one or two rows. Their names, of which the second may be null, are the last two
    /// parameters.
    ASKING_FEW,
    /// To find the names of rows that the command does not have. The parameters are the same.
    FINDING
  }

  private final String operation;
  private final ConditionalStatement<?, ?> parts;
  private final Form form;
  private final StringBuilder text = new StringBuilder(2 * SHELL.length());

  private StatementText(String operation, ConditionalStatement<?, ?> parts, Form form) {
    this.operation = operation;
    this.parts = parts;
    this.form = form;
  }

  /// The statement with comments and indentation.
  ///
  /// @throws IllegalArgumentException when a step would not be bounded, or would write although it
  ///   must not
  static String of(String operation, ConditionalStatement<?, ?> parts) {
    require(
        parts.targets().contains("FROM accepted a"),
        "targets() must select FROM accepted a: only an accepted command may write");
    require(
        parts.moved().contains("FROM target t"),
        "moved() must update FROM target t: it bounds the wait for each row");
    require(
        !parts.journaled().contains("UPDATE") || parts.journaled().contains("{row-wait}"),
        "journaled() must bound its wait for a row that it updates, by {row-wait} AS row_wait");
    require(
        parts.decided().contains("'" + ConditionalStatement.UNDECIDED + "'")
            == (parts.fallback() != null),
        "decided() leaves commands undecided only if there is a fallback(), which decides them");
    return new StatementText(operation, parts, Form.PLAIN).compose();
  }

  /// The text in another form.
  static String of(String operation, ConditionalStatement<?, ?> parts, Form form) {
    return new StatementText(operation, parts, form).compose();
  }

  private String compose() {
    StringTokenizer lines = new StringTokenizer(form == Form.FINDING ? FINDING : SHELL, "\n");
    while (lines.hasMoreTokens()) {
      append(lines.nextToken());
    }
    return text.toString();
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }

  private void append(String line) {
    String code = line.strip();
    int end = code.indexOf('}');
    if (!code.startsWith("{") || end < 0) {
      text.append(line).append('\n');
      return;
    }
    String indentation = line.substring(0, line.length() - code.length());
    StringTokenizer lines = new StringTokenizer(part(code.substring(1, end)), "\n");
    while (lines.hasMoreTokens()) {
      String next = indentation + lines.nextToken();
      append(lines.hasMoreTokens() ? next : next + code.substring(end + 1));
    }
  }

  // These words say why nothing was decided, so they are not kept under the key.
  private String noVerdict() {
    return "'isolation-too-low'"
        + (parts.fallback() == null ? "" : ", 'undecided'")
        + (queue().isEmpty() ? "" : ", 'queue-not-empty'");
  }

  private String queue() {
    return switch (form) {
      case ASKING -> QUEUES;
      case ASKING_FEW -> FEW_QUEUES;
      case PLAIN, FINDING -> "";
    };
  }

  private String part(String name) {
    return switch (name) {
      case "operation" -> "'" + operation + "'";
      case "command" -> parts.command();
      case "queue" -> queue();
      case "all-rows-found" -> parts.rowsFound().isEmpty() ? "" : "UNION ALL\n{rows-found}";
      case "rows-found" -> parts.rowsFound();
      case "lookups" -> parts.lookups();
      case "found" -> parts.found();
      case "joins" -> parts.joins();
      case "live-columns" -> parts.live().isEmpty() ? "" : "live.*,";
      case "live-join" -> parts.live().isEmpty() ? "" : "CROSS JOIN LATERAL (\n  {live}\n) live";
      case "live" -> parts.live();
      case "decided" -> parts.decided();
      case "no-verdict" -> noVerdict();
      case "detail" -> parts.detail();
      case "key-wait" -> WAIT_UNTIL + "c.key_wait_end" + WAIT_UNTIL_END;
      case "row-wait" -> WAIT_UNTIL + "(SELECT c.wait_end FROM command c)" + WAIT_UNTIL_END;
      case "targets" -> parts.targets();
      case "moved" -> parts.moved();
      case "end-of-moved" -> parts.journaled().isEmpty() ? ")" : "),";
      case "journaled" -> parts.journaled();
      default -> throw new IllegalStateException("the shell has no part " + name);
    };
  }

  /// The statement without comments, line breaks and indentation: PostgreSQL copies the text for
  /// every execution, and into its log for every conflict.
  ///
  /// @param sql in which `--` occurs only at the start of a comment
  static String compact(String sql) {
    StringBuilder compact = new StringBuilder(sql.length());
    for (StringTokenizer lines = new StringTokenizer(sql, "\n"); lines.hasMoreTokens(); ) {
      String line = lines.nextToken();
      int comment = line.indexOf("--");
      String code = (comment < 0 ? line : line.substring(0, comment)).strip();
      if (!code.isEmpty()) {
        compact.append(compact.isEmpty() ? "" : " ").append(code);
      }
    }
    return compact.toString();
  }
}
