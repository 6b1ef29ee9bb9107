package dev.interlock.bench.contender;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import dev.interlock.ApiHandler;
import dev.interlock.database.Database;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.permissionchange.PermissionChangeHandler;
import dev.interlock.stockdecrement.StockDecrementHandler;
import dev.interlock.transfer.TransferHandler;
import dev.interlock.write.StatementRunner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The real handlers as one execution environment has them: event in, answer out, one connection.
final class InterlockSession implements Session {

  private static final String STATUS = "{\"statusCode\":";

  private final CountedDatabase database;
  private final ApiHandler transfer;
  private final ApiHandler decrement;
  private final ApiHandler change;
  private final EventText events = new EventText();
  private final InvocationLines.Reader lines = new InvocationLines.Reader();
  private final ByteArrayOutputStream output = new ByteArrayOutputStream(2_048);
  private final Context context = new WarmInvocation();

  /// @param way what lies between the handlers and the pool
  InterlockSession(DatabaseAddress functions, UnaryOperator<Database> way) {
    InvocationLines.install();
    Database pool =
        Database.of(
            Map.of(
                "DATABASE_URL", functions.url(),
                "DATABASE_USER", functions.user(),
                "DATABASE_PASSWORD", functions.password()));
    database = new CountedDatabase(way.apply(pool));
    StatementRunner writes = new StatementRunner(database);
    transfer = new TransferHandler(writes);
    decrement = new StockDecrementHandler(writes);
    change = new PermissionChangeHandler(writes);
  }

  @Override
  public Result run(Order order) {
    output.reset();
    lines.begin();
    try {
      handler(order).handleRequest(new ByteArrayInputStream(events.of(order)), output, context);
    } catch (IOException e) {
      throw new UncheckedIOException("reading and writing memory", e);
    } finally {
      lines.end();
    }
    return result();
  }

  private ApiHandler handler(Order order) {
    return switch (order.operation()) {
      case TRANSFER -> transfer;
      case DECREMENT -> decrement;
      case CHANGE -> change;
    };
  }

  private Result result() {
    String answer = output.toString(UTF_8);
    int begin = STATUS.length();
    String status = answer.substring(begin, begin + 3);
    return switch (status) {
      case "201" -> Result.ACCEPTED;
      case "403", "404", "412", "422" -> Result.REFUSED;
      // Of these two some say that nothing was decided.
      case "409" ->
          answer.contains("urn:interlock:request-in-progress") ? Result.CONTENTION : Result.REFUSED;
      case "503" -> answer.contains("urn:interlock:contention") ? Result.CONTENTION : Result.FAILED;
      default -> throw new IllegalStateException(answer + " after " + lines.last());
    };
  }

  @Override
  public long attempts() {
    return lines.attempts();
  }

  @Override
  public long connects() {
    return database.connects;
  }

  @Override
  public void close() {
    database.close();
  }

  /// Counts the connections behind those that the pool hands out.
  private static final class CountedDatabase implements Database {
    private final Database pool;
    private @Nullable Connection last;
    private long connects;

    CountedDatabase(Database pool) {
      this.pool = pool;
    }

    @Override
    public Connection open() throws SQLException {
      Connection lent = pool.open();
      Connection physical = lent.unwrap(Connection.class);
      if (!physical.equals(last)) {
        connects++;
        last = physical;
      }
      return lent;
    }

    @Override
    public void close() {
      pool.close();
    }
  }
}
