package dev.interlock.emulator.replay;

import dev.interlock.emulator.lambda.FunctionFailedException;
import dev.interlock.emulator.lambda.FunctionInvoker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Sends one event, after those that its answer wants sent before, and compares what came back.
final class EventReplay {
  private final Map<String, String> logicalIds;
  private final FunctionInvoker invoker;
  private final Reset reset;

  /// Puts the database back to where every event starts.
  interface Reset {
    void run() throws SQLException;
  }

  /// @param logicalIds of the function behind each route key
  EventReplay(Map<String, String> logicalIds, FunctionInvoker invoker, Reset reset) {
    this.logicalIds = logicalIds;
    this.invoker = invoker;
    this.reset = reset;
  }

  Outcome replay(Path event) throws SQLException {
    if (!Files.isRegularFile(event)) {
      return Outcome.failed("an answer without its event");
    }
    Path answer = EventFiles.answer(event);
    if (!Files.isRegularFile(answer)) {
      return Outcome.failed("no answer beside it: " + answer.getFileName());
    }
    ExpectedAnswer expected;
    try {
      expected = ExpectedAnswer.read(answer);
    } catch (IOException e) {
      return Outcome.failed(answer.getFileName() + " " + e.getMessage());
    }
    reset.run();
    return replay(event, expected);
  }

  private Outcome replay(Path event, ExpectedAnswer expected) {
    Map<String, ReceivedAnswer> earlier = new HashMap<>();
    String sent = "";
    try {
      for (String name : expected.before()) {
        sent = "before it, " + name + ": ";
        earlier.put(name, send(event.resolveSibling(name)));
      }
      sent = "";
      ReceivedAnswer received = send(event);
      List<String> differences = new ArrayList<>(Comparison.differences(expected, received));
      ReceivedAnswer model = earlier.getOrDefault(expected.sameBodyAs(), received);
      if (!model.body().equals(received.body())) {
        differences.add("body: not byte for byte that of " + expected.sameBodyAs());
      }
      return new Outcome(received.status(), differences);
    } catch (IOException | FunctionFailedException e) {
      return Outcome.failed(sent + e.getMessage());
    }
  }

  private ReceivedAnswer send(Path event) throws IOException, FunctionFailedException {
    byte[] bytes = Files.readAllBytes(event);
    String routeKey = Json.object(bytes).path("routeKey").asText();
    String logicalId = logicalIds.get(routeKey);
    if (logicalId == null) {
      throw new IOException("no function of the template serves its routeKey");
    }
    byte[] result = invoker.invoke(logicalId, bytes);
    try {
      return ReceivedAnswer.read(result);
    } catch (IOException e) {
      throw new IOException("the function's answer " + e.getMessage(), e);
    }
  }
}
