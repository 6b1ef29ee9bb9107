package dev.interlock.testkit.contracts;

import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.calls.Rivals;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.statements.SentStatement;
import dev.interlock.write.RefusalWords;
import java.sql.Connection;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The checks of [FunctionContract] can fail: each known mistake is made in the function, and the
/// check of that mistake must name it.
///
/// An author can no longer make some of them, because no part of a statement reaches into its
/// shell: waits, key, isolation and compact text. They are made on the way to the server.
@OnlyPostgres("makes mistakes in PostgreSQL's catalogue")
public abstract class KnownMistakes extends FunctionTests {

  private static final String ACCEPTED =
      "FROM remembered r CROSS JOIN decided d WHERE r.verdict = 'accepted'";

  private final String sql;
  private final SentStatement statement;
  private final MistakeTrial trial;

  protected KnownMistakes(FunctionUnderTest function) {
    super(function);
    this.sql = this.function.sql();
    this.statement = SentStatement.of(sql);
    this.trial = new MistakeTrial(this.function, database);
  }

  @Test
  void waitsLeftOut() {
    trial.rule(
        sql.replaceAll("set_config\\('lock_timeout'[^{]*? AS row_wait", "NULL AS row_wait"),
        StatementRules::everyWaitForALockIsBounded,
        "bounds the wait");
  }

  @Test
  void writeWithoutItsKey() {
    trial.rule(
        sql.replace(ACCEPTED, "FROM decided d WHERE d.verdict = 'accepted'"),
        StatementRules::onlyAnAcceptedCommandWrites,
        "FROM remembered r");
  }

  @Test
  void isolationLeftOut() {
    String unguarded =
        sql.replace("f.isolation NOT IN ('repeatable read', 'serializable')", "false");
    trial.rule(unguarded, StatementRules::belowRepeatableReadIsRefusedFirst, "stale");
    trial.caught(
        new KeptAnswers(trial.sending(unguarded), database) {},
        KeptAnswers::nothingIsWrittenAtReadCommitted,
        "500");
  }

  @Test
  void compactTextLeftOut() {
    trial.rule(
        function.statement().text(),
        StatementRules::onlyTheCompactTextIsSent,
        "the text that is sent");
  }

  @Test
  void wrongOperation() {
    trial.rule(
        sql.replace("'" + statement.operation() + "'", "'other'"),
        StatementRules::keysAreStoredUnderTheOperationOfTheCommand,
        "the operation under which");
  }

  @Test
  void wrongVerdictWord() {
    String word = RefusalWords.of(statement.refusals()).getFirst();
    trial.rule(
        sql.replace("THEN '" + word + "'", "THEN 'wrong-word'"),
        StatementRules::refusalsOfTheStatementAreThoseOfTheVerdicts,
        "wrong-word is no refusal");
  }

  @Test
  void grantLockLeftOut() {
    assumeTrue(sql.contains(" FOR SHARE OF "), "the statement locks no grant");
    String unlocked = sql.replaceAll(" FOR SHARE OF \\w+", "");
    trial.rule(unlocked, StatementRules::grantIsLocked, "reads a grant");
    trial.caught(
        new RevokedGrants(trial.sending(unlocked), database) {},
        RevokedGrants::nothingCommitsAfterARevoke,
        "after the revoke");
  }

  @Test
  void expiryOfTheGrantLeftOut() {
    String expiry = "OR f.expires_at <= f.decided_at";
    assumeTrue(sql.contains(expiry), "the statement compares no expiry in this way");
    trial.caught(
        new RevokedGrants(trial.sending(sql.replace(expiry, "")), database) {},
        RevokedGrants::expiredGrantCountsAsNone,
        "whose grant has expired");
  }

  @Test
  void orderOfTwoGuardsLeftOut() {
    String target = statement.step("target");
    assumeTrue(target.contains("ORDER BY"), "the statement writes one guard row");
    trial.rule(
        sql.replace(target, target.replaceFirst("ORDER BY [\\w.]+(, [\\w.]+)*", "")),
        StatementRules::severalRowsAreWrittenInOneOrder,
        "the rows that the statement writes");
  }

  @Test
  void grantLeftOut() {
    assumeFalse(function.isOpenToStrangers(), "anybody may call");
    trial.caught(
        new Refusals(
            trial.sending(sql.replaceAll("\\w+\\.\\w+ = c\\.caller", "true")), database) {},
        Refusals::strangerIsRefused,
        "answer to a stranger");
  }

  @Test
  void guardThatIsTooNarrow() {
    Rivals rivals = function.rivals();
    assumeFalse(rivals.callers().isEmpty(), rivals.whyNone());
    TestDatabase other = TestDatabase.create();
    trial.caught(
        new ConcurrentCalls(trial.sending(NarrowGuard.statement(sql)), other) {},
        calls -> {
          NarrowGuard.in(other, statement);
          try (Stage stage = calls.stageAt(Connection.TRANSACTION_REPEATABLE_READ)) {
            calls.assertRivalsMeet(stage);
          }
        },
        "write no row in common");
  }

  @TestFactory
  Stream<DynamicTest> guardLeftOut() {
    return function.refusals().stream()
        .map(refusal ->
            dynamicTest(
                refusal.word(),
                () ->
                    trial.caught(
                        new Refusals(
                            trial.sending(statement.neverRefusing(refusal.word())), database) {},
                        refusals -> refusals.assertHappens(refusal),
                        "not refused as " + refusal.word())));
  }

  @TestFactory
  Stream<DynamicTest> memberLeftOutOfTheFingerprint() {
    return Fingerprints.members(function.commandIn(function.accepted("k"))).stream()
        .map(member ->
            dynamicTest(
                member,
                () ->
                    trial.caught(
                        new StatementRules(
                            MistakenFunction.leavingOut(function, member), database) {},
                        StatementRules::everyMemberOfTheCommandIsInItsFingerprint,
                        member)));
  }

  @Test
  void checkLeftOut() {
    trial.inTables(
        """
        DO $$ DECLARE name text; BEGIN
          FOR name IN SELECT conname FROM pg_constraint
                       WHERE contype = 'c' AND conrelid = '%1$s'::regclass LOOP
            EXECUTE format('ALTER TABLE %1$s DROP CONSTRAINT %%I', name);
          END LOOP;
        END $$
        """,
        StatementRules::everyColumnThatIsUpdatedHasACheck, "without a CHECK");
  }

  @Test
  void roleMayDoTooMuch() {
    trial.inTables(
        "GRANT DELETE ON %1$s TO %2$s",
        StatementRules::roleMayDoWhatTheStatementDoesAndNoMore, "may do with");
  }

  @Test
  void roleMayUpdateEveryColumn() {
    trial.inTables(
        "GRANT UPDATE ON %1$s TO %2$s",
        StatementRules::roleMayDoWhatTheStatementDoesAndNoMore, "may update");
  }

  @Test
  void roleMayDoTooLittle() {
    trial.inTables(
        "REVOKE ALL ON %1$s FROM %2$s",
        StatementRules::roleMayDoWhatTheStatementDoesAndNoMore, "may do with");
  }
}
