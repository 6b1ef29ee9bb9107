package dev.interlock.races;

import dev.interlock.database.Database;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.races.contender.Contender;
import dev.interlock.races.contender.ContenderSession;
import dev.interlock.races.contender.Contenders;
import dev.interlock.testkit.connections.InterceptedDataSource;
import dev.interlock.testkit.connections.Interceptor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.UnaryOperator;

/// Interlock with defective statements.
record MutatedInterlock(Interceptor defect) implements Contender {

  @Override
  public String name() {
    return "mutant";
  }

  @Override
  public String title() {
    return "Interlock " + defect;
  }

  @Override
  public String needs() {
    return "";
  }

  @Override
  public boolean countsHolds() {
    return true;
  }

  @Override
  public ContenderSession open(DatabaseAddress functions, UnaryOperator<Database> between)
      throws SQLException {
    return Contenders.interlock()
        .open(functions, pool -> between.apply(new DefectiveDatabase(pool, defect)));
  }

  private record DefectiveDatabase(Database pool, Interceptor defect) implements Database {
    @Override
    public Connection open() throws SQLException {
      return new InterceptedDataSource(pool::open, defect).getConnection();
    }

    @Override
    public void close() {
      pool.close();
    }
  }
}
