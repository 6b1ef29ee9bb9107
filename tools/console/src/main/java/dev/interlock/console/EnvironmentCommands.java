package dev.interlock.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.emulator.host.ProcessState;
import dev.interlock.emulator.lambda.Freeze;
import dev.interlock.emulator.lambda.RunningEnvironment;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Kills, freezes and thaws an execution environment, or cuts its connection to the database.
final class EnvironmentCommands {
  private final ConsoleStack stack;
  private final Map<Long, Freeze> frozen = new ConcurrentHashMap<>();

  EnvironmentCommands(ConsoleStack stack) {
    this.stack = stack;
  }

  ObjectNode run(String id, String action)
      throws IOException, RefusedCommand, InterruptedException {
    RunningEnvironment environment =
        stack.environments().get().stream()
            .filter(each -> Long.toString(each.process().pid()).equals(id))
            .findFirst()
            .orElseThrow(() -> new RefusedCommand(404, "Not found", "It has ended."));
    ObjectNode done = JsonNodeFactory.instance.objectNode().put("id", id).put("action", action);
    switch (action) {
      case "kill" -> environment.process().destroyForcibly();
      case "freeze" -> freeze(environment.process());
      case "thaw" -> thaw(environment.process());
      case "cut" -> done.put("cut", new SessionCut(stack.database(), environment).run());
      default -> throw RefusedCommand.malformed("The actions are kill, freeze, thaw and cut.");
    }
    return done;
  }

  private void freeze(ProcessHandle process) throws IOException, RefusedCommand {
    if (!ProcessState.isKnown()) {
      throw RefusedCommand.conflict("This system does not tell whether a process is suspended.");
    }
    frozen.keySet().removeIf(pid -> ProcessHandle.of(pid).isEmpty());
    Optional<Freeze> freeze = Freeze.of(process);
    freeze.ifPresent(held -> frozen.put(process.pid(), held));
  }

  private void thaw(ProcessHandle process) throws IOException, RefusedCommand {
    Freeze held = frozen.remove(process.pid());
    if (held == null) {
      throw RefusedCommand.conflict("It was not frozen here.");
    }
    held.thaw();
  }
}
