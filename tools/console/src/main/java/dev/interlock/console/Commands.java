package dev.interlock.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.emulator.database.EmbeddedPostgres;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// What the page can make the stack do. What takes time runs once at a time.
final class Commands {
  private static final String ENVIRONMENTS = "environments/";
  private static final String RACES = "races/";

  private final ConsoleStack stack;
  private final EnvironmentCommands environments;
  private final RaceRuns races;
  private final Map<String, Semaphore> turns = new ConcurrentHashMap<>();

  Commands(ConsoleStack stack) {
    this.stack = stack;
    this.environments = new EnvironmentCommands(stack);
    this.races = new RaceRuns(stack);
  }

  /// Carries out the command of a path below `/console/`.
  void run(String name, ConsoleExchange exchange)
      throws IOException, RefusedCommand, InterruptedException {
    ObjectNode command = exchange.command();
    String action = command.path("action").asText();
    if (name.startsWith(ENVIRONMENTS)) {
      String id = name.substring(ENVIRONMENTS.length());
      Step step = () -> exchange.send(environments.run(id, action));
      if (action.equals("cut")) {
        alone(action, step);
      } else {
        step.run();
      }
    } else if (name.startsWith(RACES)) {
      alone("race", () -> races.run(name.substring(RACES.length()), exchange));
    } else {
      switch (name) {
        case "send" -> {
          Burst burst = new Burst(stack, command);
          alone(name, () -> burst.send(new JsonLines(exchange)));
        }
        case "audit" -> alone(name, () -> AuditRuns.run(stack, exchange));
        case "database" -> alone(name, () -> exchange.send(database(action)));
        default -> throw new RefusedCommand(404, "Not found", "There is no such command.");
      }
    }
  }

  /// Part of a command.
  private interface Step {
    void run() throws IOException, RefusedCommand, InterruptedException;
  }

  private void alone(String name, Step step)
      throws IOException, RefusedCommand, InterruptedException {
    Semaphore turn = turns.computeIfAbsent(name, _ -> new Semaphore(1));
    if (!turn.tryAcquire()) {
      throw RefusedCommand.conflict("The same is running already.");
    }
    try {
      step.run();
    } finally {
      turn.release();
    }
  }

  private ObjectNode database(String action) throws IOException, RefusedCommand {
    EmbeddedPostgres server =
        stack
            .server()
            .orElseThrow(
                () -> RefusedCommand.conflict("The database does not belong to this stack."));
    switch (action) {
      case "stop" -> server.stopForNow();
      case "start" -> server.startAgain();
      default -> throw RefusedCommand.malformed("The actions are stop and start.");
    }
    return JsonNodeFactory.instance.objectNode().put("action", action);
  }

  void close() throws IOException {
    races.close();
  }
}
