package dev.interlock.bench.call;

import dev.interlock.database.Database;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/// Stub connections without a driver: they accept every parameter and answer every query at once
/// with one row.
///
/// They work by reflection: about 30 calls for one call of a function, which add a microsecond and
/// one or two kilobytes of argument arrays to what is measured.
final class DriverlessDatabase implements Database {

  private final Recording.Row row;
  private final boolean remembered;
  private final OffsetDateTime decidedAt;
  private final Connection connection = proxy(Connection.class, this::onConnection);
  private final PreparedStatement statement = proxy(PreparedStatement.class, this::onStatement);
  private final ResultSet rows = proxy(ResultSet.class, this::onRows);
  private int queries;

  /// @param recording whose row is the answer; for a replay, to the second query of a call
  DriverlessDatabase(Recording recording) {
    this.row = recording.row();
    this.remembered = recording.answer() == AnswerKind.REPLAYED;
    this.decidedAt =
        row.decidedAt().isEmpty() ? OffsetDateTime.MIN : OffsetDateTime.parse(row.decidedAt());
  }

  @Override
  public Connection open() {
    queries = 0;
    return connection;
  }

  private interface Calls {
    @Nullable Object answer(Method method, Object[] arguments) throws SQLException;
  }

  private static final Object[] NONE = {};

  private static <T> T proxy(Class<T> type, Calls calls) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> calls.answer(method, arguments == null ? NONE : arguments)));
  }

  private @Nullable Object onConnection(Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "prepareStatement" -> statement;
      case "setNetworkTimeout", "createArrayOf", "close" -> null;
      default -> throw unknown(method);
    };
  }

  private @Nullable Object onStatement(Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "setString", "setBytes", "setLong", "setObject", "setArray", "close" -> null;
      case "getConnection" -> connection;
      case "executeQuery" -> {
        queries++;
        yield rows;
      }
      default -> throw unknown(method);
    };
  }

  private @Nullable Object onRows(Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "next" -> !remembered || queries == 2;
      case "getString" -> arguments[0].equals("verdict") ? row.verdict() : row.detail();
      case "getObject" -> decidedAt;
      case "getBytes" -> row.fingerprint();
      case "close" -> null;
      default -> throw unknown(method);
    };
  }

  private static UnsupportedOperationException unknown(Method method) {
    return new UnsupportedOperationException(method.toString());
  }
}
