package dev.interlock.launcher.race;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.races.RaceEvent;
import dev.interlock.races.RaceOutcome.Reply;
import dev.interlock.races.narration.RacedWay;
import dev.interlock.races.narration.StepWords;
import dev.interlock.races.narration.Verdict;
import java.util.List;
import java.util.Locale;

/// Races as JSON.
public final class RaceJson {
  private RaceJson() {}

  /// Every race with every way and every step.
  public static String of(List<List<RacedWay>> races) {
    ObjectNode report = JsonNodeFactory.instance.objectNode();
    ArrayNode all = report.putArray("races");
    for (List<RacedWay> ways : races) {
      ObjectNode race = all.addObject();
      race.put("race", ways.getFirst().race().title());
      race.put("summary", Verdict.summary(ways.getFirst().race()));
      ArrayNode each = race.putArray("ways");
      ways.forEach(way -> put(way, each.addObject()));
    }
    return report.toPrettyString();
  }

  private static void put(RacedWay raced, ObjectNode way) {
    way.put("way", raced.way().name());
    way.put("title", raced.way().title());
    way.put("harmed", raced.outcome().harmed());
    way.put("expected", raced.outcome().expected());
    way.put("actual", raced.outcome().actual());
    way.put("verdict", raced.verdict());
    ArrayNode replies = way.putArray("replies");
    for (Reply reply : raced.outcome().replies()) {
      replies
          .addObject()
          .put("caller", reply.caller())
          .put("result", reply.result().name().toLowerCase(Locale.ROOT))
          .put("answer", StepWords.answer(reply));
    }
    ArrayNode steps = way.putArray("steps");
    raced.events().forEach(event -> put(event, steps.addObject()));
  }

  private static void put(RaceEvent event, ObjectNode step) {
    step.put("step", StepWords.name(event));
    if (event instanceof RaceEvent.ByCaller own) {
      step.put("caller", own.caller());
    }
    switch (event) {
      case RaceEvent.StatementSent sent -> step.put("sql", sent.sql());
      case RaceEvent.Failed failed -> step.put("sqlState", failed.sqlState());
      case RaceEvent.RowsRead read -> {
        ArrayNode rows = step.putArray("rows");
        read.rows().forEach(row -> row.forEach(rows.addArray()::add));
      }
      case RaceEvent.RowsLeft left -> step.put(left.what(), left.value());
      default -> {}
    }
    StepWords.of(event).ifPresent(words -> step.put("text", words));
  }
}
