package dev.interlock.bench.call;

import dev.interlock.races.contender.EventText;
import dev.interlock.races.contender.MeasuredOperation;
import dev.interlock.races.contender.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;

/// Records the answers of a real PostgreSQL to calls.
final class Recorder {

  // pgjdbc prepares at the first call and knows the types of the columns from the second one on.
  private static final int CALLS_BEFORE = 8;

  private static final String REMEMBERED =
      """
      SELECT verdict, detail::text AS detail, created_at, fingerprint
        FROM idempotency WHERE idempotency_key = ?
      """;

  private final CallFixture fixture;
  private final Path folder;
  private final EventText events = new EventText();

  Recorder(CallFixture fixture, Path folder) {
    this.fixture = fixture;
    this.folder = folder;
  }

  /// Calls a function until its round trips repeat, and records the last call.
  ///
  /// @return the file of the [Recording]
  Path record(MeasuredOperation operation, AnswerKind answer) throws IOException, SQLException {
    String name = operation.title() + "-" + answer.title();
    Path sent = Files.createFile(folder.resolve(name + ".sent"));
    Order order;
    int before;
    try (CapturedOutput _ = CapturedOutput.drop();
        WarmFunction warm =
            WarmFunction.on(
                operation, SocketsDriver.on(fixture.functions(), RecordingSockets.class, sent))) {
      order = order(operation, answer);
      call(warm, order, answer);
      for (int i = 1; i < CALLS_BEFORE; i++) {
        call(warm, next(operation, answer, order), answer);
      }
      before = turns(sent).size();
      order = next(operation, answer, order);
      call(warm, order, answer);
    }
    List<byte[]> turns = turns(sent);
    int turnsPerCall = turns.size() - before;
    Recording recording =
        new Recording(operation, answer, events.of(order), turns, turnsPerCall, row(order.key()));
    Path file = folder.resolve(name + ".recording");
    recording.write(file);
    return file;
  }

  private void call(WarmFunction warm, Order order, AnswerKind answer) throws IOException {
    warm.call(events.of(order));
    answer.check(warm.answer());
  }

  private static List<byte[]> turns(Path sent) throws IOException {
    return Recording.turnsOf(Files.readAllBytes(sent));
  }

  private Order next(MeasuredOperation operation, AnswerKind answer, Order previous)
      throws IOException {
    return answer == AnswerKind.REPLAYED ? previous : order(operation, answer);
  }

  private Order order(MeasuredOperation operation, AnswerKind answer) throws IOException {
    return switch (answer) {
      case ACCEPTED -> fixture.orders().accepted(operation);
      case MALFORMED -> fixture.orders().malformed(operation);
      case REFUSED -> fixture.orders().refused(operation);
      case REPLAYED -> {
        Order first = fixture.orders().accepted(operation);
        try (CapturedOutput _ = CapturedOutput.drop();
            WarmFunction earlier = WarmFunction.on(operation, fixture.functions())) {
          call(earlier, first, AnswerKind.ACCEPTED);
        }
        yield first;
      }
    };
  }

  private Recording.Row row(String key) throws SQLException {
    try (Connection connection = fixture.owner().connect();
        PreparedStatement select = connection.prepareStatement(REMEMBERED)) {
      select.setString(1, key);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? new Recording.Row(
                row.getString("verdict"),
                row.getString("detail"),
                row.getObject("created_at", OffsetDateTime.class).toString(),
                row.getBytes("fingerprint"))
            : Recording.Row.NONE;
      }
    }
  }
}
