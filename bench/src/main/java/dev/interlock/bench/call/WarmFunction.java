package dev.interlock.bench.call;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.database.Database;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.races.contender.MeasuredOperation;
import dev.interlock.races.contender.WarmContext;
import dev.interlock.write.StatementRunner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A function in a warm environment: event in, answer out, one call at a time.
final class WarmFunction implements AutoCloseable {

  private final Database database;
  private final RequestStreamHandler handler;
  private final Context context = new WarmContext();
  private final ByteArrayOutputStream answer = new ByteArrayOutputStream();

  WarmFunction(MeasuredOperation operation, Database database) {
    this.database = database;
    this.handler = operation.handler(new StatementRunner(database));
  }

  /// The function as Lambda would set it up.
  static WarmFunction on(MeasuredOperation operation, DatabaseAddress address) {
    return new WarmFunction(
        operation,
        Database.of(
            Map.of(
                "DATABASE_URL", address.url(),
                "DATABASE_USER", address.user(),
                "DATABASE_PASSWORD", address.password())));
  }

  /// Handles an event and returns the size of the answer in bytes.
  int call(byte[] event) throws IOException {
    answer.reset();
    handler.handleRequest(new ByteArrayInputStream(event), answer, context);
    return answer.size();
  }

  /// The last answer.
  String answer() {
    return answer.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    database.close();
  }
}
