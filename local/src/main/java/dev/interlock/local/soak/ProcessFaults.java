package dev.interlock.local.soak;

import dev.interlock.database.SqlState;
import dev.interlock.local.database.EmbeddedPostgres;
import dev.interlock.local.database.PreparedDatabase;
import dev.interlock.local.lambda.Functions;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Strikes running processes: the functions' and the database's. Many threads may at once.
public final class ProcessFaults implements Soak.Striking {
  private final FunctionFaults functions;
  private final SessionFaults sessions;
  private final ServerFaults server;

  /// @param database on `server`, as the functions use it
  public ProcessFaults(Functions functions, EmbeddedPostgres server, PreparedDatabase database) {
    this.functions = new FunctionFaults(functions);
    this.sessions = new SessionFaults(database, server.log());
    this.server = new ServerFaults(server);
  }

  @Override
  public Set<Fault.Where> targets() {
    return Set.of(Fault.Where.FUNCTION, Fault.Where.DATABASE);
  }

  /// Empty also when the fault did no harm: it does not count then.
  ///
  /// @throws IOException when the server does not come back, or is closed meanwhile
  @Override
  public Optional<FaultEvent> strike(Fault fault, RandomGenerator random)
      throws IOException, SQLException, InterruptedException {
    try {
      return made(fault, random);
    } catch (SQLException failure) {
      if (isForWantOfServer(SqlState.of(failure))) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  // As under another fault: the server is gone, is just coming, or is full.
  private static boolean isForWantOfServer(String sqlState) {
    return sqlState.startsWith("08") || sqlState.startsWith("57P") || sqlState.equals("53300");
  }

  private Optional<FaultEvent> made(Fault fault, RandomGenerator random)
      throws IOException, SQLException, InterruptedException {
    return switch (fault) {
      case FUNCTION_KILLED, FUNCTION_FROZEN, CLOCK_SKEWED -> functions.strike(fault, random);
      case BACKEND_TERMINATED -> sessions.terminate(random);
      case BACKEND_CANCELED -> sessions.cancel(random);
      case CONNECTIONS_EXHAUSTED -> sessions.exhaust(random);
      case DATABASE_KILLED -> Optional.of(server.kill(random));
      case DATABASE_STOPPED -> Optional.of(server.stop(random));
      default -> throw new IllegalArgumentException(fault + " strikes no process");
    };
  }
}
