package dev.interlock.bench.contender;

import dev.interlock.emulator.database.DatabaseAddress;
import java.time.Duration;

/// The money transfer of AWS's sample for Lambda and Aurora DSQL of 2025, in code of our own:
/// transfers only, at REPEATABLE READ, which is DSQL's level.
///
/// @param callMax what the function's timeout leaves of a call
record DsqlSample(Duration callMax) implements Contender {

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
  public ContenderSession open(DatabaseAddress functions) {
    RivalConnections connections =
        new RivalConnections(functions, IsolationLevel.REPEATABLE_READ, false);
    return new DsqlSampleSession(new CountedDatabase(connections.pooled()), callMax);
  }
}
