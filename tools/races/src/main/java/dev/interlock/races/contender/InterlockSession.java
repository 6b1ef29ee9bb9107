package dev.interlock.races.contender;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import dev.interlock.ApiHandler;
import dev.interlock.database.Database;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.write.StatementRunner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The real handlers, as in one execution environment: event in, answer out, one connection.
final class InterlockSession implements ContenderSession {

  private static final String STATUS = "{\"statusCode\":";
  private static final String REPLAYED = "\"Idempotency-Replayed\":";
  private static final Pattern PROBLEM = Pattern.compile("urn:interlock:([a-z-]+)");

  private final CountedDatabase database;
  private final Map<MeasuredOperation, ApiHandler> handlers =
      new EnumMap<>(MeasuredOperation.class);
  private final EventText events = new EventText();
  private final InvocationLines.Reader lines = new InvocationLines.Reader();
  private final ByteArrayOutputStream output = new ByteArrayOutputStream(2_048);
  private final Context context = new WarmContext();

  /// @param wrapper what lies between the handlers and the pool
  InterlockSession(DatabaseAddress functions, UnaryOperator<Database> wrapper) {
    InvocationLines.install();
    Database pool =
        Database.of(
            Map.of(
                "DATABASE_URL", functions.url(),
                "DATABASE_USER", functions.user(),
                "DATABASE_PASSWORD", functions.password()));
    database = new CountedDatabase(wrapper.apply(pool));
    StatementRunner runner = new StatementRunner(database);
    for (MeasuredOperation operation : MeasuredOperation.values()) {
      handlers.put(operation, operation.handler(runner));
    }
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
    return Objects.requireNonNull(handlers.get(order.operation()));
  }

  private Result result() {
    String answer = output.toString(UTF_8);
    int begin = STATUS.length();
    String status = answer.substring(begin, begin + 3);
    return switch (status) {
      case "201" -> Result.ACCEPTED;
      case "403", "404", "412", "422" -> Result.REFUSED;
      // Each of these two statuses has a problem that means that nothing was decided.
      case "409" ->
          answer.contains("urn:interlock:request-in-progress") ? Result.CONTENTION : Result.REFUSED;
      case "503" -> answer.contains("urn:interlock:contention") ? Result.CONTENTION : Result.FAILED;
      default -> throw new IllegalStateException(answer + " after " + lines.last());
    };
  }

  @Override
  public String lastAnswer() {
    String answer = output.toString(UTF_8);
    Matcher problem = PROBLEM.matcher(answer);
    String status = answer.substring(STATUS.length(), STATUS.length() + 3);
    if (problem.find()) {
      return status + " " + problem.group(1);
    }
    return answer.contains(REPLAYED) ? status + " replayed" : status;
  }

  @Override
  public long attempts() {
    return lines.attempts();
  }

  @Override
  public long connects() {
    return database.connects();
  }

  @Override
  public void close() {
    database.close();
  }
}
