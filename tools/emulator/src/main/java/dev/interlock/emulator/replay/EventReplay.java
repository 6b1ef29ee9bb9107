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

/// Sends one event, after those that its answer requires before it, and compares the answer.
final class EventReplay {
  private final Map<String, String> logicalIds;
  private final FunctionInvoker invoker;
  private final Reset reset;

  /// Resets the database to the state that every event starts from.
  interface Reset {
    void run() throws SQLException;
  }

  /// @param logicalIds the logical id of each route key's function
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
      GeneratedIds ids = new GeneratedIds(expected.ids());
      for (String name : expected.before()) {
        sent = "before it, " + name + ": ";
        ReceivedAnswer received = send(event.resolveSibling(name), ids);
        ids.received(name, received);
        earlier.put(name, received);
      }
      sent = "";
      ReceivedAnswer received = send(event, ids);
      List<String> differences =
          new ArrayList<>(AnswerDifferences.between(ids.in(expected), received));
      ReceivedAnswer model = earlier.getOrDefault(expected.sameBodyAs(), received);
      if (!model.body().equals(received.body())) {
        differences.add("body: not byte for byte that of " + expected.sameBodyAs());
      }
      return new Outcome(received.status(), differences);
    } catch (IOException | FunctionFailedException e) {
      return Outcome.failed(sent + e.getMessage());
    }
  }

  private ReceivedAnswer send(Path event, GeneratedIds ids)
      throws IOException, FunctionFailedException {
    byte[] bytes = ids.in(Files.readAllBytes(event));
    String routeKey = StrictJson.object(bytes).path("routeKey").asText();
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
