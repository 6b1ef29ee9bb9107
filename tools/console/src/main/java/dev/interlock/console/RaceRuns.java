package dev.interlock.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.emulator.Cleanup;
import dev.interlock.races.ForcedRace;
import dev.interlock.races.RaceDatabase;
import dev.interlock.races.RaceEvent;
import dev.interlock.races.narration.RacedWay;
import dev.interlock.races.narration.StepWords;
import dev.interlock.races.narration.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Runs well-known races, in the usual ways and in Interlock, on a database that is made for each.
final class RaceRuns {
  private static final Duration END_MAX = Duration.ofSeconds(10);

  private final ConsoleStack stack;
  private @Nullable Cleanup running;
  private boolean closed;

  RaceRuns(ConsoleStack stack) {
    this.stack = stack;
  }

  static ObjectNode list() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode races = json.putArray("races");
    for (ForcedRace race : ForcedRace.values()) {
      races
          .addObject()
          .put("name", race.title())
          .put("title", race.title().replace('-', ' '))
          .put("does", Verdict.summary(race));
    }
    return json;
  }

  /// Runs a race. One at a time.
  void run(String name, ConsoleExchange exchange) throws IOException, RefusedCommand {
    ForcedRace race =
        Stream.of(ForcedRace.values())
            .filter(each -> each.title().equals(name))
            .findFirst()
            .orElseThrow(() -> new RefusedCommand(404, "Not found", "There is no such race."));
    List<RacedWay> ways;
    try (Cleanup cleanup = Cleanup.untilExit()) {
      begin(cleanup);
      RaceDatabase database = stack.checks().raceDatabase(cleanup);
      ways = RacedWay.allOf(race, database.address());
    } catch (Exception failure) {
      throw RefusedCommand.conflict("The race was not finished: " + failure.getMessage());
    } finally {
      ended();
    }
    report(ways, new JsonLines(exchange));
  }

  private synchronized void begin(Cleanup cleanup) throws RefusedCommand {
    if (closed) {
      throw RefusedCommand.conflict("The stack is stopping.");
    }
    running = cleanup;
  }

  private synchronized void ended() {
    running = null;
    notifyAll();
  }

  private static void report(List<RacedWay> ways, JsonLines lines) {
    RacedWay usual = RacedWay.usual(ways);
    RacedWay interlock = ways.getLast();
    lane("usual", usual, lines);
    lane("interlock", interlock, lines);
    ways.stream()
        .filter(way -> !way.equals(usual) && !way.equals(interlock))
        .forEach(way -> lines.add(verdict(way, JsonNodeFactory.instance.objectNode())));
  }

  private static void lane(String lane, RacedWay way, JsonLines lines) {
    for (RaceEvent event : way.events()) {
      StepWords.said(event)
          .ifPresent(words -> {
            ObjectNode step = JsonNodeFactory.instance.objectNode();
            step.put("lane", lane).put("way", way.way().name()).put("title", way.way().title());
            step.put("who", event instanceof RaceEvent.ByCaller own ? own.caller() : "");
            lines.add(step.put("step", StepWords.name(event)).put("text", words));
          });
    }
    lines.add(verdict(way, JsonNodeFactory.instance.objectNode().put("lane", lane)));
  }

  private static ObjectNode verdict(RacedWay way, ObjectNode json) {
    json.put("way", way.way().name()).put("title", way.way().title());
    json.putObject("verdict").put("lost", way.outcome().harmed()).put("text", way.verdict());
    return json;
  }

  /// Ends a race that is running, and waits until its server is stopped: this process is about to
  /// end.
  void close() throws IOException {
    Cleanup ending;
    synchronized (this) {
      closed = true;
      ending = running;
    }
    if (ending != null) {
      ending.close();
      awaitEnd(System.nanoTime() + END_MAX.toNanos());
    }
  }

  private synchronized void awaitEnd(long giveUpNanos) {
    try {
      while (running != null && System.nanoTime() < giveUpNanos) {
        wait(100);
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
