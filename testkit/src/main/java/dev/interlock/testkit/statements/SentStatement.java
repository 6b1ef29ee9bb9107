package dev.interlock.testkit.statements;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A statement as it is sent, taken apart into its WITH steps and what they write.
public final class SentStatement {

  private static final Pattern STEP = Pattern.compile("(\\w+) AS (?:MATERIALIZED )?\\(");
  private static final Pattern WRITE = Pattern.compile("^(INSERT|UPDATE|DELETE|MERGE)\\b");
  private static final Pattern UPDATE = Pattern.compile("^UPDATE (\\w+)(?: \\w+)? SET (.*?) FROM ");
  private static final Pattern INSERT =
      Pattern.compile("^INSERT INTO (\\w+)(?: AS \\w+)? \\(([^)]*)\\)");
  private static final Pattern UPSERT =
      Pattern.compile(" DO UPDATE SET (.*?)(?: WHERE .*| RETURNING .*)?$");

  private final String sql;
  private final Map<String, String> steps;

  /// What one step writes.
  ///
  /// @param inserted the columns of rows that it inserts
  /// @param updated the columns that it changes in rows that exist
  public record Write(String step, String table, Set<String> inserted, Set<String> updated) {}

  private SentStatement(String sql, Map<String, String> steps) {
    this.sql = sql;
    this.steps = steps;
  }

  /// Takes a statement apart.
  public static SentStatement of(String text) {
    String sql = text.replaceAll("--[^\n]*", "").replaceAll("\\s+", " ");
    Map<String, String> steps = new LinkedHashMap<>();
    Matcher step = STEP.matcher(sql);
    int from = 0;
    while (step.find(from)) {
      int end = endOfStep(sql, step.end());
      steps.put(step.group(1), sql.substring(step.end(), end).strip());
      from = end;
    }
    return new SentStatement(sql, steps);
  }

  private static int endOfStep(String sql, int start) {
    int depth = 1;
    boolean quoted = false;
    for (int i = start; i < sql.length(); i++) {
      char c = sql.charAt(i);
      quoted ^= c == '\'';
      depth += quoted ? 0 : c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException("no end of the step that begins at " + sql.substring(start));
  }

  /// The whole text.
  public String sql() {
    return sql;
  }

  /// The steps by name, in order.
  public Map<String, String> steps() {
    return steps;
  }

  /// The text of a step; empty if no step has this name.
  public String step(String name) {
    return steps.getOrDefault(name, "");
  }

  /// The `WHEN` branches that decide on refusals.
  public String refusals() {
    Matcher cases =
        Pattern.compile("THEN 'isolation-too-low' (.*) ELSE 'accepted' END AS verdict")
            .matcher(step("decided"));
    return cases.find() ? cases.group(1) : "";
  }

  /// The same statement, in which one refusal never happens.
  public String neverRefusing(String word) {
    String cases = refusals();
    int then = cases.indexOf(" THEN '" + word + "'");
    int previous = cases.lastIndexOf("' WHEN ", then);
    int when = previous < 0 ? 0 : previous + 2;
    return sql.replace(cases, cases.substring(0, when) + "WHEN false" + cases.substring(then));
  }

  /// The operation under which it stores keys.
  public String operation() {
    Matcher stored = Pattern.compile("SELECT d\\.caller, '([^']*)',").matcher(step("remembered"));
    return stored.find() ? stored.group(1) : "";
  }

  /// The steps that write, in order.
  ///
  /// @throws IllegalArgumentException when a step writes in a form that this cannot take apart
  public List<Write> writes() {
    List<Write> writes = new ArrayList<>();
    steps.forEach((name, text) -> {
      Matcher update = UPDATE.matcher(text);
      Matcher insert = INSERT.matcher(text);
      if (update.find()) {
        writes.add(new Write(name, update.group(1), Set.of(), assigned(update.group(2))));
      } else if (insert.find()) {
        Matcher upsert = UPSERT.matcher(text);
        Set<String> updated = upsert.find() ? assigned(upsert.group(1)) : Set.of();
        writes.add(new Write(name, insert.group(1), names(insert.group(2)), updated));
      } else if (WRITE.matcher(text).find()) {
        throw new IllegalArgumentException(
            "step "
                + name
                + ": expected UPDATE ... SET ... FROM, or INSERT INTO with its columns: "
                + text);
      }
    });
    return writes;
  }

  /// The table that its step `moved` updates: that of the guard rows.
  public String updated() {
    return writes().stream()
        .filter(write -> write.step().equals("moved"))
        .map(Write::table)
        .findFirst()
        .orElseThrow();
  }

  /// The tables that record under which key their rows were written.
  public List<String> journals() {
    return writes().stream()
        .filter(write -> !write.step().equals("remembered"))
        .filter(write ->
            write.inserted().contains("idempotency_key")
                || write.updated().contains("idempotency_key"))
        .map(Write::table)
        .toList();
  }

  /// Where a step reads a table; group 1 of each match is the alias.
  public List<MatchResult> reads(String step, String table) {
    return Pattern.compile("(?:FROM|JOIN) " + table + " (\\w+)")
        .matcher(step(step))
        .results()
        .toList();
  }

  private static Set<String> names(String list) {
    return new LinkedHashSet<>(Arrays.asList(list.strip().split("\\s*,\\s*")));
  }

  // Commas within a value are not followed by `name =`.
  private static Set<String> assigned(String list) {
    Set<String> columns = new LinkedHashSet<>();
    Matcher assignment = Pattern.compile("(?:^|, )(\\w+) = ").matcher(list);
    while (assignment.find()) {
      columns.add(assignment.group(1));
    }
    return columns;
  }
}
