package dev.interlock.write;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What is left of a statement on its way to the server.
class CompactStatementTest {

  @Test
  void commentsAndIndentationStayBehind() {
    assertThat(
            ConditionalStatement.compact(
                """
                -- Why it is asked.
                SELECT 'a  b' AS x, -- two blanks
                       ?::text

                  FROM t
                """))
        .isEqualTo("SELECT 'a  b' AS x, ?::text FROM t");
  }
}
