package dev.interlock.write;

import static dev.interlock.write.Failure.CONFLICT;
import static dev.interlock.write.Failure.DEFECT;
import static dev.interlock.write.Failure.NOT_CONNECTED;
import static dev.interlock.write.Failure.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.database.SqlState;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The meaning of a failure by SQLSTATE and phase: every row of the table, and states outside it.
class SqlStatesTest {

  @ParameterizedTest
  @CsvSource({
    // Certainly aborted, in either phase.
    "40001, CONFLICT, CONFLICT",
    "40P01, CONFLICT, CONFLICT",
    "55P03, CONFLICT, CONFLICT",
    "53200, CONFLICT, CONFLICT",
    // Another call won the race for the row.
    "23505, DEFECT, CONFLICT",
    // A constraint of the schema was violated.
    "23514, DEFECT, DEFECT",
    "22003, DEFECT, DEFECT",
    // Nothing was sent. During a statement, the first two have no meaning.
    "53300, NOT_CONNECTED, DEFECT",
    "53400, NOT_CONNECTED, DEFECT",
    "08001, NOT_CONNECTED, UNKNOWN",
    "08004, NOT_CONNECTED, UNKNOWN",
    "57P03, NOT_CONNECTED, UNKNOWN",
    // The credential was rotated.
    "28P01, NOT_CONNECTED, DEFECT",
    "28000, NOT_CONNECTED, DEFECT",
    // The connection was lost, and the outcome with it.
    "40003, DEFECT, UNKNOWN",
    "08003, NOT_CONNECTED, UNKNOWN",
    "08006, NOT_CONNECTED, UNKNOWN",
    "08007, NOT_CONNECTED, UNKNOWN",
    "08S01, NOT_CONNECTED, UNKNOWN",
    "57P01, NOT_CONNECTED, UNKNOWN",
    "57P02, NOT_CONNECTED, UNKNOWN",
    "57014, DEFECT, UNKNOWN",
    "25P03, DEFECT, UNKNOWN",
    "25P04, DEFECT, UNKNOWN",
    "58C00, DEFECT, UNKNOWN",
    "58C01, DEFECT, UNKNOWN",
    // The server is not the primary, or no longer.
    "25006, NOT_PRIMARY, NOT_PRIMARY",
    "0A000, DEFECT, NOT_PRIMARY",
    // A startup parameter was refused; any other 08P01 of a pooler is temporary.
    "08I01, DEFECT, UNKNOWN",
    "08P01, NOT_CONNECTED, UNKNOWN",
    // All other states.
    "25P02, DEFECT, DEFECT",
    "3D000, DEFECT, DEFECT",
    "42601, DEFECT, DEFECT",
    "42501, DEFECT, DEFECT",
    "22023, DEFECT, DEFECT",
    "XX000, DEFECT, DEFECT",
    "XXUUU, DEFECT, DEFECT",
  })
  void stateAndPhaseDetermineTheFailure(String state, Failure connecting, Failure statement) {
    SQLException plain = new SQLException("any text, 40001 too", state);
    assertThat(SqlStates.classify(plain, Phase.CONNECTING)).isEqualTo(connecting);
    assertThat(SqlStates.classify(plain, Phase.STATEMENT)).isEqualTo(statement);
    SQLException wrapped = new SQLException("wrapped by a pool", plain);
    assertThat(SqlStates.classify(wrapped, Phase.CONNECTING)).isEqualTo(connecting);
    assertThat(SqlStates.classify(wrapped, Phase.STATEMENT)).isEqualTo(statement);
  }

  @Test
  void noStateMeansNoConnectionOrABrokenOneOrADefect() {
    SQLException bare = new SQLException("acquisition timeout");
    assertThat(SqlStates.classify(bare, Phase.CONNECTING)).isEqualTo(NOT_CONNECTED);
    assertThat(SqlStates.classify(bare, Phase.STATEMENT)).isEqualTo(DEFECT);
    SQLException broken = new SQLException("read", new IOException("broken pipe"));
    assertThat(SqlStates.classify(broken, Phase.CONNECTING)).isEqualTo(NOT_CONNECTED);
    assertThat(SqlStates.classify(broken, Phase.STATEMENT)).isEqualTo(UNKNOWN);
    SQLException timeout = new SQLException("read", new SocketTimeoutException());
    assertThat(SqlStates.classify(timeout, Phase.STATEMENT)).isEqualTo(UNKNOWN);
  }

  @Test
  void firstStateInTheCauseChainCounts() {
    SQLException cause = new SQLException("inner", "08006");
    assertThat(SqlState.of(new SQLException("outer", "40001", cause))).isEqualTo("40001");
    assertThat(SqlState.of(new SQLException("outer", cause))).isEqualTo("08006");
    assertThat(SqlState.of(new SQLException("none"))).isEmpty();
    assertThat(SqlStates.classify(new SQLException("outer", "40001", cause), Phase.STATEMENT))
        .isEqualTo(CONFLICT);
  }
}
