package dev.interlock.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Modifier;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The composition of a statement, and the text that is sent to the server.
class StatementTextTest {

  @Test
  void commentsAndIndentationAreNotSent() {
    assertThat(
            StatementText.compact(
                """
                -- Why it is asked.
                SELECT 'a  b' AS x, -- two blanks
                       ?::text

                  FROM t
                """))
        .isEqualTo("SELECT 'a  b' AS x, ?::text FROM t");
  }

  @Test
  void waitsForGrantKeyAndRowsAreAlwaysBounded() {
    assertThat(new RememberedNothing().sql())
        .contains(
            "set_config('lock_timeout', ?, version() LIKE 'PostgreSQL%') AS grant_wait",
            "set_config('lock_timeout', greatest(1, extract(epoch FROM c.key_wait_end -"
                + " clock_timestamp()) * 1000 / 3)::bigint::text, version() LIKE 'PostgreSQL%') AS"
                + " key_wait",
            "set_config('lock_timeout', greatest(1, extract(epoch FROM (SELECT c.wait_end FROM"
                + " command c) - clock_timestamp()) * 1000 / 3)::bigint::text, version() LIKE"
                + " 'PostgreSQL%') AS row_wait");
  }

  @Test
  void statementWithoutABoundOnRowWaitsIsRejected() {
    assertThatThrownBy(() ->
            new RememberedNothing() {
              @Override
              protected String moved() {
                return "UPDATE account a SET balance = 0 FROM accepted t WHERE a.id = t.id";
              }
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("moved() must update FROM target t: it bounds the wait for each row");
  }

  @Test
  void statementThatJournalsWithoutTheKeyIsRejected() {
    assertThatThrownBy(() ->
            new RememberedNothing() {
              @Override
              protected String targets() {
                return "SELECT d.id FROM decided d";
              }
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("targets() must select FROM accepted a: only an accepted command may write");
  }

  @Test
  void misspeltPlaceholderIsNotSent() {
    assertThatThrownBy(() ->
            new RememberedNothing() {
              @Override
              protected String found() {
                return "{row-wiat} AS row_wait";
              }
            })
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the shell has no part row-wiat");
  }

  @Test
  void upsertWithoutABoundOnItsWaitIsRejected() {
    assertThatThrownBy(() ->
            new RememberedNothing() {
              @Override
              protected String journaled() {
                return "capped AS (INSERT INTO cap (id) SELECT m.id FROM moved m"
                    + " ON CONFLICT (id) DO UPDATE SET n = cap.n + 1)";
              }
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "journaled() must bound its wait for a row that it updates, by {row-wait} AS row_wait");
  }

  /// The shell is the same for everybody: no author can leave out a wait, the isolation check, the
  /// key, or the compact text.
  @ParameterizedTest
  @ValueSource(strings = {"text", "sql", "operation", "verdicts"})
  void shellCannotBeOverridden(String method) throws NoSuchMethodException {
    assertThat(Modifier.isFinal(ConditionalStatement.class.getMethod(method).getModifiers()))
        .isTrue();
  }

  /// The sent key and the key that is looked up would differ, so a replay would never find it.
  @Test
  void commandOfAnotherOperationIsNotSent() {
    StatementRunner statements =
        new StatementRunner(() -> {
          throw new AssertionError("opened a connection");
        });
    Command other = () -> new CommandIdentity("alice", "other", "k", Fingerprint.of("k"));
    ConditionalStatement<Command, String> statement = ofAnyCommand();
    Attempts attempts = new Attempts(Deadline.in(Duration.ofSeconds(1)));
    assertThatThrownBy(() -> statements.decide(statement, other, attempts))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "nothing was sent: the statement stores keys of nothing, the command is of other");
    assertThat(attempts.count()).isZero();
  }

  @SuppressWarnings("unchecked") // It binds nothing of its command.
  private static ConditionalStatement<Command, String> ofAnyCommand() {
    return (ConditionalStatement<Command, String>)
        (ConditionalStatement<?, String>) new RememberedNothing();
  }
}
