package dev.interlock.testkit.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.interlock.api.Caller;
import dev.interlock.api.IdempotencyKey;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.calls.Refusable;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.statements.SentStatement;
import dev.interlock.write.RefusalWords;
import java.lang.reflect.RecordComponent;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The checks of [FunctionContract] can fail: each known mistake is made in the function, and the
/// check of that mistake must name it.
///
/// An author can no longer make some of them, because the shell of the statement has no opening for
/// them: waits, key, isolation and compact text. They are made on the way to the server.
@OnlyPostgres("makes mistakes in PostgreSQL's catalogue")
public abstract class KnownMistakes extends FunctionTests {

  private static final String ACCEPTED =
      "FROM remembered r CROSS JOIN decided d WHERE r.verdict = 'accepted'";

  private final String sql;
  private final SentStatement statement;

  protected KnownMistakes(FunctionUnderTest function) {
    super(function);
    this.sql = function.sql();
    this.statement = SentStatement.of(sql);
  }

  @TestFactory
  Stream<DynamicTest> mistakesInTheShell() {
    return Stream.of(
        mistake(
            "waits left out",
            () ->
                rule(
                    replaced("set_config\\('lock_timeout'[^{]*? AS row_wait", "NULL AS row_wait"),
                    StatementRules::everyWaitForALockIsBounded,
                    "bounds the wait")),
        mistake(
            "write without its key",
            () ->
                rule(
                    sql.replace(ACCEPTED, "FROM decided d WHERE d.verdict = 'accepted'"),
                    StatementRules::onlyAnAcceptedCommandWrites,
                    "FROM remembered r")),
        mistake(
            "isolation left out",
            () ->
                caught(
                    new KeptAnswers(
                        sending(
                            sql.replace(
                                "f.isolation NOT IN ('repeatable read', 'serializable')", "false")),
                        database) {},
                    KeptAnswers::nothingIsWrittenAtReadCommitted,
                    "500")),
        mistake(
            "compact text left out",
            () ->
                rule(
                    function.statement().text(),
                    StatementRules::onlyTheCompactTextIsSent,
                    "the text that is sent")),
        mistake(
            "wrong operation",
            () ->
                rule(
                    sql.replace("'" + statement.operation() + "'", "'other'"),
                    StatementRules::keysAreStoredUnderTheOperationOfTheCommand,
                    "the operation under which")));
  }

  @TestFactory
  Stream<DynamicTest> mistakesInTheParts() {
    return Stream.of(
        mistake(
            "FOR SHARE left out",
            () -> {
              assumeTrue(sql.contains(" FOR SHARE OF "), "the statement locks no grant");
              String unlocked = replaced(" FOR SHARE OF \\w+", "");
              rule(unlocked, StatementRules::grantIsLocked, "reads a grant");
              caught(
                  new RevokedGrants(sending(unlocked), database) {},
                  RevokedGrants::nothingCommitsAfterARevoke,
                  "after the revoke");
            }),
        mistake(
            "order of two guards left out",
            () -> {
              String target = statement.step("target");
              assumeTrue(target.contains("ORDER BY"), "the statement writes one guard row");
              rule(
                  sql.replace(target, target.replaceFirst("ORDER BY [\\w.]+(, [\\w.]+)*", "")),
                  StatementRules::severalRowsAreWrittenInOneOrder,
                  "the rows that the statement writes");
            }),
        mistake(
            "grant left out",
            () -> {
              assumeTrue(sql.contains("= c.caller"), "anybody may call");
              caught(
                  new Refusals(sending(replaced("\\w+\\.\\w+ = c\\.caller", "true")), database) {},
                  Refusals::strangerIsRefused,
                  "answer to a stranger");
            }),
        mistake(
            "wrong verdict word",
            () -> {
              String word = RefusalWords.of(statement.refusals()).getFirst();
              rule(
                  sql.replace("THEN '" + word + "'", "THEN 'wrong-word'"),
                  StatementRules::refusalsOfTheStatementAreThoseOfTheVerdicts,
                  "wrong-word is no refusal");
            }));
  }

  @TestFactory
  Stream<DynamicTest> guardLeftOut() {
    return function.refusals().stream()
        .map(Refusable::word)
        .map(word ->
            mistake(
                "guard left out: " + word,
                () ->
                    caught(
                        new Refusals(sending(statement.neverRefusing(word)), database) {},
                        refusals -> refusals.assertHappens(refusal(word)),
                        "not refused as " + word)));
  }

  @TestFactory
  Stream<DynamicTest> memberLeftOutOfTheFingerprint() {
    RecordComponent[] members =
        function.commandIn(function.accepted("k")).getClass().getRecordComponents();
    return IntStream.range(0, members.length)
        .filter(i -> !Set.of(Caller.class, IdempotencyKey.class).contains(members[i].getType()))
        .mapToObj(i ->
            mistake(
                "member left out of the fingerprint: " + members[i].getName(),
                () ->
                    caught(
                        new StatementRules(MistakenFunction.leavingOut(function, i), database) {},
                        StatementRules::everyMemberOfTheCommandIsInItsFingerprint,
                        members[i].getName())));
  }

  @TestFactory
  Stream<DynamicTest> mistakesInTheTables() {
    return Stream.of(
        mistake(
            "CHECK left out",
            () ->
                inTables(
                    """
                    DO $$ DECLARE name text; BEGIN
                      FOR name IN SELECT conname FROM pg_constraint
                                   WHERE contype = 'c' AND conrelid = '%1$s'::regclass LOOP
                        EXECUTE format('ALTER TABLE %1$s DROP CONSTRAINT %%I', name);
                      END LOOP;
                    END $$
                    """,
                    StatementRules::everyColumnThatIsUpdatedHasACheck, "without a CHECK")),
        mistake(
            "wrong grant of the role: too much",
            () ->
                inTables(
                    "GRANT DELETE ON %1$s TO %2$s",
                    StatementRules::roleMayDoWhatTheStatementDoesAndNoMore, "may do with")),
        mistake(
            "wrong grant of the role: every column",
            () ->
                inTables(
                    "GRANT UPDATE ON %1$s TO %2$s",
                    StatementRules::roleMayDoWhatTheStatementDoesAndNoMore, "may update")),
        mistake(
            "wrong grant of the role: too little",
            () ->
                inTables(
                    "REVOKE ALL ON %1$s FROM %2$s",
                    StatementRules::roleMayDoWhatTheStatementDoesAndNoMore, "may do with")));
  }

  private DynamicTest mistake(String name, Runnable check) {
    return dynamicTest(name, check::run);
  }

  private Refusable refusal(String word) {
    return function.refusals().stream()
        .filter(each -> each.word().equals(word))
        .findFirst()
        .orElseThrow();
  }

  private String replaced(String pattern, String instead) {
    return sql.replaceAll(pattern, instead);
  }

  private FunctionUnderTest sending(String mistaken) {
    assertThat(mistaken).as("the statement with the mistake").isNotEqualTo(sql);
    return MistakenFunction.sending(function, mistaken);
  }

  private void rule(String mistaken, Consumer<StatementRules> check, String named) {
    caught(new StatementRules(sending(mistaken), database) {}, check, named);
  }

  /// Makes the mistake in the table that the statement updates, in a database for it alone.
  private void inTables(String mistake, Consumer<StatementRules> check, String named) {
    String table =
        statement.writes().stream()
            .filter(write -> write.step().equals("moved"))
            .map(SentStatement.Write::table)
            .findFirst()
            .orElseThrow();
    TestDatabase mistaken = TestDatabase.create();
    StatementRules rules = new StatementRules(function, mistaken) {};
    caught(
        rules,
        each -> {
          mistaken.run(mistake.formatted(table, mistaken.role()));
          check.accept(each);
        },
        named);
  }

  private static <T extends FunctionTests> void caught(T tests, Consumer<T> check, String named) {
    tests.begin();
    try {
      assertThatThrownBy(() -> check.accept(tests))
          .isInstanceOfAny(AssertionError.class, IllegalArgumentException.class)
          .hasMessageContaining(named);
    } finally {
      tests.disconnect();
    }
  }
}
