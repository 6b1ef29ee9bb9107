package dev.interlock.office;

import dev.interlock.api.WriteRequest;
import dev.interlock.json.Json;
import dev.interlock.json.MalformedJsonException;
import dev.interlock.testkit.connections.InterceptedDataSource;
import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.Attempts;
import dev.interlock.write.Deadline;
import dev.interlock.write.Decision;
import dev.interlock.write.StatementRunner;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// A person in the back office of a test database.
final class Clerk {

  static final String ALICE_EUR = "a0000000-0000-4000-8000-000000000001";
  static final String CAROL_EUR = "a0000000-0000-4000-8000-000000000003";
  static final String ALICE_CLOSED = "a0000000-0000-4000-8000-000000000005";
  static final String SHOP = "b0000000-0000-4000-8000-000000000001";
  static final String OTHER_SHOP = "b0000000-0000-4000-8000-000000000002";

  private final TestDatabase database;
  private final int isolation;
  private final Interceptor interceptor;
  private final AtomicInteger keys = new AtomicInteger();

  /// @param isolation a level of [Connection]
  Clerk(TestDatabase database, int isolation, Interceptor interceptor) {
    this.database = database;
    this.isolation = isolation;
    this.interceptor = interceptor;
  }

  static Clerk at(TestDatabase database, int isolation) {
    return new Clerk(database, isolation, new Interceptor() {});
  }

  /// Carries out a command under a new key.
  OfficeVerdict carryOut(Function<WriteRequest, OfficeAction> command, String members) {
    return carryOut("key-" + keys.incrementAndGet(), command, members).verdict();
  }

  Decision<OfficeVerdict> carryOut(
      String key, Function<WriteRequest, OfficeAction> command, String members) {
    InterceptedDataSource connections = new InterceptedDataSource(this::connect, interceptor);
    return command
        .apply(Office.request("kim", key, json(members)))
        .decide(
            new StatementRunner(connections::getConnection),
            new Attempts(Deadline.in(Duration.ofSeconds(20))));
  }

  private Connection connect() throws SQLException {
    Connection connection = database.connect();
    connection.setTransactionIsolation(isolation);
    return connection;
  }

  /// A JSON object written with single quotes.
  static Json.Obj json(String members) {
    try {
      return Json.object(members.replace('\'', '"'));
    } catch (MalformedJsonException e) {
      throw new AssertionError(e);
    }
  }
}
