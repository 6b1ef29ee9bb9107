package dev.interlock.audit.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContributedOperationTest {

  private static final String COMPLETE =
      """
      -- A comment.
      -- @entries
      -- Another.
      SELECT 1;
      -- @command
      SELECT 2
      -- @answer
      SELECT 3
      -- @refusal sold-out
      -- @refusal too-many [{]"left": [0-9]+}
      -- @resources show
      SELECT 5
      -- @resources venue
      -- It has no rows.
      -- @invariant seat-once no seat is booked twice
      SELECT 4
      """;

  @Test
  void everySectionIsRead() {
    ContributedOperation operation = ContributedOperation.parse("seat-booking", COMPLETE);
    assertThat(operation.effects()).isEqualTo("-- Another.\nSELECT 1\n");
    assertThat(operation.commands()).isEqualTo("SELECT 2\n");
    assertThat(operation.answers()).isEqualTo("SELECT 3\n");
    assertThat(operation.refusalDetails())
        .isEqualTo(Map.of("sold-out", "[{]}", "too-many", "[{]\"left\": [0-9]+}"));
    assertThat(operation.resources().ids()).isEqualTo(Map.of("show", "SELECT 5\n", "venue", ""));
    assertThat(operation.invariants())
        .containsExactly(
            new ContributedOperation.ContributedInvariant(
                "seat-once", "no seat is booked twice", "SELECT 4\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-- @entries | -- @entry    | there is no section @entry",
        "-- @command | --@entries | there are two sections @entries",
        "-- @refusal too-many | -- @refusal sold-out | there are two sections sold-out",
        "SELECT 1; | '' | the query of entries is missing",
        "-- @command | -- Command | section @command is missing",
        "-- @resources venue | -- @resources show | there are two sections show",
        "-- @refusal sold-out | -- @refusal | a name is missing: -- @refusal",
        "-- @refusal sold-out | -- @refusal 'out | a name is missing: -- @refusal 'out",
        "-- @invariant seat-once no seat is booked twice | -- @invariant seat-once"
            + " | the rule is missing: -- @invariant seat-once",
      })
  void mistakeIsNamed(String part, String instead, String reason) {
    String text = COMPLETE.replace(part, instead).replace("-- Another.\n", "");
    assertThatThrownBy(() -> ContributedOperation.parse("seat-booking", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(reason);
  }
}
