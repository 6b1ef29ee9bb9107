package dev.interlock.races.contender;

import dev.interlock.database.Database;
import dev.interlock.database.SqlState;
import dev.interlock.emulator.database.DatabaseAddress;
import java.time.Duration;
import java.util.function.UnaryOperator;

/// The money transfer of AWS's sample for Lambda and Aurora DSQL of 2025, in code of our own:
/// transfers only, at REPEATABLE READ, which is DSQL's level.
///
/// @param callMax what the function's timeout leaves of a call
record DsqlSample(Duration callMax) implements Contender {

  private static final String SERIALIZATION_FAILURE = "40001";

  DsqlSample() {
    this(RivalSession.CALL_MAX);
  }

  @Override
  public String name() {
    return "dsql-sample";
  }

  @Override
  public String title() {
    return "AWS's Aurora DSQL sample, REPEATABLE READ";
  }

  @Override
  public String needs() {
    return "";
  }

  @Override
  public boolean does(MeasuredOperation operation) {
    return operation == MeasuredOperation.TRANSFER;
  }

  @Override
  public ContenderSession open(DatabaseAddress functions, UnaryOperator<Database> between) {
    RivalConnections connections =
        new RivalConnections(functions, IsolationLevel.REPEATABLE_READ, false);
    return new SampleSession(
        new CountedDatabase(between.apply(connections.pooled())),
        new DsqlSampleWrites(),
        (failure, _) -> SqlState.of(failure).equals(SERIALIZATION_FAILURE),
        callMax);
  }
}
