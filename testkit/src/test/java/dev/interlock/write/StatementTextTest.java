package dev.interlock.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

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
}
