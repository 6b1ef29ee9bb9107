package dev.interlock.audit.operation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An operation of a function that is not Interlock's own, described by its author in a file of
/// SQL, `audit/OPERATION.sql` in the function's jar.
///
/// The file has sections. Each begins with a line `-- @SECTION`, and all lines up to the next are
/// its query:
///
/// | Section | |
/// |---|---|
/// | `entries` | a row for each effect: `id` (a UUID), `caller`, `idempotency_key` and `created_at` |
/// | `command` | for each effect `caller`, `idempotency_key`, and `command`: an array of the parts of the fingerprint |
/// | `answer` | for each effect `caller`, `idempotency_key`, and `answer`: the detail that the statement stored, as jsonb |
/// | `refusal WORD` | a verdict that refuses; the rest of the line is a regular expression for its detail, `{}` by default |
/// | `resources KIND` | a kind of resource, and its rows of the operation's tables: their `id` |
/// | `invariant ID NAME` | the rows that break a rule |
///
/// @param invariants the author's own rules
public record ContributedOperation(
    String name,
    String effects,
    String commands,
    String answers,
    Refusals refusals,
    Resources resources,
    List<ContributedInvariant> invariants)
    implements JournaledOperation {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");
  private static final Pattern SECTION =
      Pattern.compile("--\\s*@(\\S+)(?: +(\\S+)(?: +(.+?))?)?\\s*");

  /// A rule of the operation: a query for the rows that break it.
  public record ContributedInvariant(String id, String name, String offenders) {}

  /// For each verdict that refuses, a regular expression for its detail.
  public record Refusals(Map<String, String> details) {}

  /// For each kind of resource of the operation, a query for the ids of rows that belong to one;
  /// empty if none do.
  public record Resources(Map<String, String> ids) {}

  /// Reads a file.
  ///
  /// @param name the operation, as in its keys
  /// @throws IllegalArgumentException when it is not such a file; the message says why
  public static ContributedOperation parse(String name, String text) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("an operation cannot be named " + name);
    }
    return new Sections(text).operation(name);
  }

  @Override
  public String entries() {
    return """
    SELECT '%1$s' AS operation, e.caller, e.idempotency_key, e.created_at,
      '%1$s' AS kind, e.id, e.id AS resource_id, '' AS sku, 1::bigint AS version, true AS leads
    FROM (
    %2$s) e
    """
        .formatted(name, effects);
  }

  @Override
  public Map<String, String> refusalDetails() {
    return refusals.details();
  }

  private static final class Sections {
    private final Map<String, String> queries = new LinkedHashMap<>();
    private final Map<String, String> refusals = new LinkedHashMap<>();
    private final Map<String, String> resources = new LinkedHashMap<>();
    private final List<ContributedInvariant> invariants = new ArrayList<>();

    Sections(String text) {
      @Nullable Matcher section = null;
      StringBuilder query = new StringBuilder();
      for (String line : text.lines().toList()) {
        Matcher next = SECTION.matcher(line);
        if (next.matches()) {
          end(section, query.toString());
          section = next;
          query.setLength(0);
        } else if (section != null) {
          query.append(line).append('\n');
        }
      }
      end(section, query.toString());
    }

    private void end(@Nullable Matcher section, String query) {
      if (section == null) {
        return;
      }
      String kind = section.group(1);
      switch (kind) {
        case "entries", "command", "answer" ->
            once("@" + kind, queries.put(kind, required(kind, query)));
        case "refusal" -> once(named(section), refusals.put(named(section), detail(section)));
        case "resources" -> once(named(section), resources.put(named(section), orNothing(query)));
        case "invariant" ->
            invariants.add(
                new ContributedInvariant(
                    named(section), title(section), required(named(section), query)));
        default -> throw new IllegalArgumentException("there is no section @" + kind);
      }
    }

    private static void once(String section, @Nullable String before) {
      if (before != null) {
        throw new IllegalArgumentException("there are two sections " + section);
      }
    }

    private static String named(Matcher section) {
      String word = section.group(2);
      if (word == null || !NAME.matcher(word).matches()) {
        throw new IllegalArgumentException("a name is missing: " + section.group());
      }
      return word;
    }

    private static String title(Matcher section) {
      String title = section.group(3);
      if (title == null) {
        throw new IllegalArgumentException("the rule is missing: " + section.group());
      }
      return title;
    }

    private static String detail(Matcher section) {
      String detail = section.group(3);
      return detail == null ? "[{]}" : detail;
    }

    private static String required(String name, String query) {
      String sql = ended(query);
      if (sql.isBlank()) {
        throw new IllegalArgumentException("the query of " + name + " is missing");
      }
      return sql;
    }

    private static String orNothing(String query) {
      boolean commentsOnly =
          query.lines().allMatch(line -> line.isBlank() || line.strip().startsWith("--"));
      return commentsOnly ? "" : ended(query);
    }

    /// The query becomes part of another one, which a semicolon would end.
    private static String ended(String query) {
      String sql = query.strip();
      return (sql.endsWith(";") ? sql.substring(0, sql.length() - 1) : sql) + "\n";
    }

    ContributedOperation operation(String name) {
      return new ContributedOperation(
          name,
          query("entries"),
          query("command"),
          query("answer"),
          new Refusals(Map.copyOf(refusals)),
          new Resources(Map.copyOf(resources)),
          List.copyOf(invariants));
    }

    private String query(String section) {
      String query = queries.get(section);
      if (query == null) {
        throw new IllegalArgumentException("section @" + section + " is missing");
      }
      return query;
    }
  }
}
