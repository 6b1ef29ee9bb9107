package dev.interlock.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.api.Timestamps;
import dev.interlock.emulator.host.ProcessState;
import dev.interlock.emulator.lambda.RunningEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/// Shows the execution environments of the functions, and for a while those that have ended.
final class EnvironmentWatch implements Watch.Source {
  private static final Duration KILLED_SHOWN = Duration.ofSeconds(5);

  /// What an environment does.
  private enum State {
    COLD,
    BUSY,
    IDLE,
    FROZEN,
    KILLED
  }

  /// An environment as it was seen last.
  private record Seen(String function, long pid, State state, Instant since, long invocations) {
    boolean isOver(Instant now) {
      return state == State.KILLED && since.plus(KILLED_SHOWN).isBefore(now);
    }

    ObjectNode json() {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("id", Long.toString(pid)).put("pid", pid);
      json.put("state", state.name().toLowerCase(Locale.ROOT));
      json.put("since", Timestamps.rfc3339(since)).put("invocations", invocations);
      return json;
    }
  }

  private final Collection<String> functions;
  private final Supplier<List<RunningEnvironment>> running;
  private final Map<Long, Seen> seen = new LinkedHashMap<>();

  EnvironmentWatch(Collection<String> functions, Supplier<List<RunningEnvironment>> running) {
    this.functions = functions;
    this.running = running;
  }

  @Override
  public void look(Shown shown) {
    Instant now = Instant.now();
    Map<Long, Seen> before = new LinkedHashMap<>(seen);
    for (RunningEnvironment environment : running.get()) {
      long pid = environment.process().pid();
      before.remove(pid);
      seen.compute(
          pid,
          (_, last) -> {
            State state = state(environment);
            Instant since = last != null && last.state() == state ? last.since() : now;
            return new Seen(environment.logicalId(), pid, state, since, environment.invocations());
          });
    }
    before.forEach((pid, last) -> {
      if (last.isOver(now)) {
        seen.remove(pid);
      } else if (last.state() != State.KILLED) {
        seen.put(pid, new Seen(last.function(), pid, State.KILLED, now, last.invocations()));
      }
    });
    shown.show("environments", json());
  }

  private static State state(RunningEnvironment environment) {
    if (ProcessState.isKnown() && ProcessState.of(environment.process()) == ProcessState.STOPPED) {
      return State.FROZEN;
    }
    if (!environment.isInitialized()) {
      return State.COLD;
    }
    return environment.isBusy() ? State.BUSY : State.IDLE;
  }

  private ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode all = json.putArray("functions");
    for (String function : functions) {
      ArrayNode environments = all.addObject().put("function", function).putArray("environments");
      seen.values().stream()
          .filter(each -> each.function().equals(function))
          .forEach(each -> environments.add(each.json()));
    }
    return json;
  }

  @Override
  public void close() {}
}
