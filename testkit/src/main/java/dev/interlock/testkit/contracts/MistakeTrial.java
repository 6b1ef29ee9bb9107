package dev.interlock.testkit.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.statements.SentStatement;
import java.util.function.Consumer;

/// Makes a mistake in a function, runs one check on it, and requires that the check names it.
final class MistakeTrial {

  private final FunctionUnderTest function;
  private final TestDatabase database;

  MistakeTrial(FunctionUnderTest function, TestDatabase database) {
    this.function = function;
    this.database = database;
  }

  /// The function, but it sends this statement, which the database accepts: a check that only sees
  /// a syntax error finds no mistake.
  FunctionUnderTest sending(String mistaken) {
    assertThat(mistaken).as("the statement with the mistake").isNotEqualTo(function.sql());
    StatementRules.assertAccepted(database, mistaken);
    return MistakenFunction.sending(function, mistaken);
  }

  /// Runs a rule on this statement.
  void rule(String mistaken, Consumer<StatementRules> check, String named) {
    caught(new StatementRules(sending(mistaken), database) {}, check, named);
  }

  /// Runs a rule after the owner's SQL on the table that the statement updates, in another
  /// database.
  ///
  /// @param mistake with `%1$s` for the table and `%2$s` for the functions' role
  void inTables(String mistake, Consumer<StatementRules> check, String named) {
    String table = SentStatement.of(function.sql()).updated();
    TestDatabase other = TestDatabase.create();
    caught(
        new StatementRules(function, other) {},
        rules -> {
          other.run(mistake.formatted(table, other.role()));
          check.accept(rules);
        },
        named);
  }

  /// Runs a check of the function with the mistake.
  <T extends FunctionTests> void caught(T mistaken, Consumer<T> check, String named) {
    mistaken.begin();
    try {
      assertThatThrownBy(() -> check.accept(mistaken))
          .isInstanceOfAny(AssertionError.class, IllegalArgumentException.class)
          .hasMessageContaining(named);
    } finally {
      mistaken.disconnect();
      database.reset();
    }
  }
}
