package dev.interlock.testkit.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.statements.SentStatement;
import dev.interlock.testkit.statements.SentStatement.Write;
import dev.interlock.testkit.statements.StatementFile;
import dev.interlock.write.Command;
import dev.interlock.write.ConditionalStatement;
import dev.interlock.write.RefusalWords;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// The rules that a statement, its command and its tables keep, read from their texts. No request
/// is sent.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
public abstract class StatementRules extends FunctionTests {

  // What `target`, `found` and `command` set, to bound the wait for the next lock.
  private static final Map<String, String> WAITS =
      Map.of("command", " AS grant_wait", "found", " AS key_wait", "target", " AS row_wait");

  // A step in which more than one row can come from one command.
  private static final String MANY_ROWS = "(?s).*\\b(JOIN|UNION|VALUES|unnest)\\b.*";

  private final SentStatement statement;
  private final List<SentStatement> texts = new ArrayList<>();

  protected StatementRules(FunctionUnderTest function) {
    this(function, TestDatabase.create());
  }

  StatementRules(FunctionUnderTest function, TestDatabase database) {
    super(function, database);
    this.statement = SentStatement.of(function.sql());
    texts.add(statement);
    ConditionalStatement<?, ?> fallback = function.statement().fallback();
    if (fallback != null) {
      texts.add(SentStatement.of(fallback.sql()));
    }
  }

  @Test
  void wholeTextIsCheckedIn() {
    StatementFile.assertCurrent(function.statement());
  }

  /// Comes first: otherwise every other test would only see that the function answers 500.
  @Test
  @Order(1)
  void databaseAcceptsTheText() {
    texts.forEach(text -> assertAccepted(database, text.sql()));
  }

  static void assertAccepted(TestDatabase database, String sql) {
    assertThatCode(
            () -> {
              try (Connection owner = database.connect();
                  PreparedStatement prepared = owner.prepareStatement(sql)) {
                prepared.getParameterMetaData();
              }
            })
        .as("what the database says of the statement")
        .doesNotThrowAnyException();
  }

  @Test
  void onlyTheCompactTextIsSent() {
    ConditionalStatement<?, ?> fallback = function.statement().fallback();
    for (String sent : List.of(function.sql(), fallback == null ? "" : fallback.sql())) {
      assertThat(sent)
          .as("the text that is sent has a comment, a line break or indentation")
          .doesNotContain("--", "\n", "  ");
    }
  }

  /// A word that no verdict has is kept under its key, which then answers 500 for ever.
  @Test
  void refusalsOfTheStatementAreThoseOfTheVerdicts() {
    for (SentStatement text : texts) {
      RefusalWords.requireSame(RefusalWords.of(text.refusals()), function.statement().verdicts());
    }
  }

  /// A key that is stored under one name and looked up under another is never found again.
  @Test
  void keysAreStoredUnderTheOperationOfTheCommand() {
    String operation = function.identity(command()).operation();
    assertThat(statement.operation())
        .as("the operation under which the statement stores keys")
        .isEqualTo(operation);
    try (Stage stage = stage()) {
      assertThat(send(handler(stage), function.accepted("k")).status())
          .as("the answer, when handler, statement and command are of one operation")
          .isEqualTo(201);
    }
    assertThat(log.last().text())
        .as("the log line of the handler")
        .contains("\"operation\":\"" + operation + "\"");
  }

  /// Otherwise two different commands under one key would get one answer.
  @Test
  void everyMemberOfTheCommandIsInItsFingerprint() {
    assertThat(Fingerprints.leftOut(command(), command -> function.identity(command).fingerprint()))
        .as("members that can be changed without changing the fingerprint")
        .isEmpty();
  }

  /// A caller may send a time or a UUID in another spelling when it tries again.
  @Test
  void everySpellingOfACommandHasOneFingerprint() {
    Event accepted = function.accepted("k");
    byte[] fingerprint = function.identity(command()).fingerprint();
    for (String body : Fingerprints.spellings(command(), accepted.body())) {
      assertThat(
              function
                  .identity(function.commandIn(function.accepted("k").body(body)))
                  .fingerprint())
          .as("the fingerprint of %s, which is the same command as %s", body, accepted.body())
          .isEqualTo(fingerprint);
    }
  }

  @Test
  void belowRepeatableReadIsRefusedFirst() {
    for (SentStatement text : texts) {
      assertThat(text.step("decided"))
          .as("plain reads are stale at READ COMMITTED")
          .contains(
              "CASE WHEN f.isolation NOT IN ('repeatable read', 'serializable') THEN"
                  + " 'isolation-too-low'");
    }
  }

  @Test
  void everyWaitForALockIsBounded() {
    for (SentStatement text : texts) {
      WAITS.forEach((step, wait) ->
          assertThat(text.step(step))
              .as("step %s bounds the wait for the next lock", step)
              .contains("set_config('lock_timeout', ", wait));
      for (Write write : text.writes()) {
        if (!write.updated().isEmpty() && !write.step().equals("moved")) {
          assertThat(text.step(write.step()))
              .as("step %s updates %s, and so may wait for a lock", write.step(), write.table())
              .contains("set_config('lock_timeout', ");
        }
      }
    }
  }

  /// What a refused command writes, or one whose key is taken, is written for nothing.
  @Test
  void onlyAnAcceptedCommandWrites() {
    for (SentStatement text : texts) {
      assertThat(text.step("accepted"))
          .contains("FROM remembered r CROSS JOIN decided d WHERE r.verdict = 'accepted'");
      assertThat(text.step("target")).contains("FROM accepted a");
      Set<String> accepted = new TreeSet<>(Set.of("accepted", "target", "moved"));
      for (Write write : text.writes()) {
        if (!write.step().equals("remembered")) {
          String sources = "(?s).*(FROM|JOIN) (" + String.join("|", accepted) + ")\\b.*";
          assertThat(text.step(write.step()))
              .as("step %s writes %s, from what was accepted", write.step(), write.table())
              .matches(sources);
          accepted.add(write.step());
        }
      }
    }
  }

  /// Two calls that lock two rows in different orders wait for each other.
  @Test
  void severalRowsAreWrittenInOneOrder() {
    for (SentStatement text : texts) {
      String target = text.step("target");
      if (target.matches(MANY_ROWS)) {
        assertThat(target).as("the rows that the statement writes").contains("ORDER BY");
      }
    }
  }

  /// A grant that is only read may be revoked before the call commits. Instead of being locked it
  /// may be guarded by the row of its resource, which every change of a grant writes.
  @Test
  void grantIsLocked() {
    texts.forEach(StatementRules::assertGrantLocked);
  }

  private static void assertGrantLocked(SentStatement text) {
    boolean guarded = text.writes().stream().anyMatch(write -> write.table().equals("resource"));
    if (guarded) {
      return;
    }
    for (String step : text.steps().keySet()) {
      text.reads(step, "permission")
          .forEach(read ->
              assertThat(text.step(step))
                  .as("step %s reads a grant", step)
                  .containsPattern("FOR [A-Z ]+ OF (\\w+, )*" + read.group(1) + "\\b"));
    }
  }

  /// The condition in the statement is the first guard, the CHECK behind it the last.
  @Test
  @OnlyPostgres("reads PostgreSQL's catalogue")
  void everyColumnThatIsUpdatedHasACheck() {
    for (SentStatement text : texts) {
      for (Write write : text.writes()) {
        Set<String> unchecked = new TreeSet<>(write.updated());
        unchecked.removeAll(new TablePrivileges(database, write.table()).checkedColumns());
        unchecked.removeIf(
            column -> function.uncheckedColumns().containsKey(write.table() + "." + column));
        assertThat(unchecked).as("columns of %s without a CHECK", write.table()).isEmpty();
      }
    }
  }

  /// A function whose statement could be replaced may do no more than this one does.
  @Test
  @OnlyPostgres("CockroachDB grants no columns")
  void roleMayDoWhatTheStatementDoesAndNoMore() {
    Map<String, Set<String>> updated = new TreeMap<>();
    Map<String, Set<String>> granted = new TreeMap<>();
    for (Write write : texts.stream().flatMap(text -> text.writes().stream()).toList()) {
      updated.computeIfAbsent(write.table(), _ -> new TreeSet<>()).addAll(write.updated());
      granted
          .computeIfAbsent(write.table(), _ -> new TreeSet<>(Set.of("SELECT")))
          .addAll(write.inserted().isEmpty() ? Set.of() : Set.of("INSERT"));
    }
    function
        .sharedTables()
        .forEach((table, columns) -> {
          updated.computeIfAbsent(table, _ -> new TreeSet<>()).addAll(columns);
          granted.computeIfAbsent(table, _ -> new TreeSet<>(Set.of("SELECT")));
          if (new TablePrivileges(database, table).granted("INSERT").contains("INSERT")) {
            granted.get(table).add("INSERT");
          }
        });
    granted.forEach((table, expected) -> {
      TablePrivileges privileges = new TablePrivileges(database, table);
      assertThat(privileges.granted("SELECT", "INSERT", "DELETE", "TRUNCATE", "TRIGGER"))
          .as("what the functions' role may do with %s", table)
          .isEqualTo(expected);
      assertThat(privileges.updatable())
          .as("the columns of %s that the functions' role may update", table)
          .isEqualTo(updated.get(table));
    });
  }

  private Command command() {
    Event accepted = function.accepted("k");
    return function.commandIn(accepted);
  }
}
