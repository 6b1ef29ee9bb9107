package dev.interlock.bench.call;

import dev.interlock.bench.call.Requests.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;

/// Records what a real PostgreSQL answers to calls.
final class Recorder {

  // pgjdbc prepares at the first, and knows the columns' types from the second on.
  private static final int CALLS_BEFORE = 8;

  private static final String REMEMBERED =
      """
      SELECT verdict, detail::text AS detail, created_at, fingerprint
        FROM idempotency WHERE idempotency_key = ?
      """;

  private final CallFixture world;
  private final Path folder;

  Recorder(CallFixture world, Path folder) {
    this.world = world;
    this.folder = folder;
  }

  /// Calls a function until its turns repeat, and writes down the last call.
  ///
  /// @return the file of the [Recording]
  Path record(WriteFunction function, AnswerKind answer) throws IOException, SQLException {
    String name = function.title() + "-" + answer.title();
    Path said = Files.createFile(folder.resolve(name + ".said"));
    Request request;
    int before;
    try (CapturedOutput _ = CapturedOutput.drop();
        WarmFunction warm =
            WarmFunction.on(
                function, SocketsDriver.on(world.functions(), RecordingSockets.class, said))) {
      request = call(warm, request(function, answer), answer);
      for (int i = 1; i < CALLS_BEFORE; i++) {
        call(warm, answer == AnswerKind.REPLAYED ? request : request(function, answer), answer);
      }
      before = turns(said).size();
      request =
          call(warm, answer == AnswerKind.REPLAYED ? request : request(function, answer), answer);
    }
    List<byte[]> turns = turns(said);
    Recording recording =
        new Recording(
            function, answer, request.event(), turns, turns.size() - before, row(request.key()));
    Path file = folder.resolve(name + ".recording");
    recording.write(file);
    return file;
  }

  private static Request call(WarmFunction warm, Request request, AnswerKind answer)
      throws IOException {
    warm.call(request.event());
    answer.check(warm.answer());
    return request;
  }

  private static List<byte[]> turns(Path said) throws IOException {
    return Recording.turnsOf(Files.readAllBytes(said));
  }

  private Request request(WriteFunction function, AnswerKind answer) throws IOException {
    return switch (answer) {
      case ACCEPTED -> world.requests().accepted(function);
      case MALFORMED -> world.requests().malformed(function);
      case REFUSED -> world.requests().refused(function);
      case REPLAYED -> {
        Request first = world.requests().accepted(function);
        try (CapturedOutput _ = CapturedOutput.drop();
            WarmFunction earlier = WarmFunction.on(function, world.functions())) {
          earlier.call(first.event());
          AnswerKind.ACCEPTED.check(earlier.answer());
        }
        yield first;
      }
    };
  }

  private Recording.Row row(String key) throws SQLException {
    try (Connection connection = world.owner().connect();
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
