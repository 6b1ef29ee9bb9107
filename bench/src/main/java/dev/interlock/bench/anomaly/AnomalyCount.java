package dev.interlock.bench.anomaly;

import dev.interlock.bench.contender.Contender;
import dev.interlock.bench.part.Figure;
import dev.interlock.emulator.database.DatabaseAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// Counts everything that goes wrong with one contender.
///
/// @param rounds of each race that is held at one point
/// @param cuts of a connection between commit and answer
/// @param load what is called at once with nobody held
record AnomalyCount(
    DatabaseAddress owner, DatabaseAddress functions, int rounds, int cuts, ConcurrentLoad load) {

  private interface Round {
    boolean goesWrong(Interleaver arena) throws Exception;
  }

  void of(Contender contender, Consumer<Figure> figures) throws Exception {
    try (Interleaver arena = new Interleaver(contender, owner, functions)) {
      for (ForcedRace race : ForcedRace.values()) {
        long anomalies = count(arena, rounds, race::goesWrong);
        figures.accept(figure(race.subject(), "held at one point", rounds, contender, anomalies));
      }
      long cut = count(arena, cuts, CutWire::goesWrong);
      figures.accept(
          figure(CutWire.SUBJECT, "cut between commit and answer", cuts, contender, cut));
      underLoad(arena, contender, figures);
    }
  }

  private void underLoad(Interleaver arena, Contender contender, Consumer<Figure> figures)
      throws Exception {
    Map<ForcedRace, Long> counted = new LinkedHashMap<>();
    counted.put(ForcedRace.LOST_UPDATES, load.lostUpdates(arena));
    counted.put(ForcedRace.OVERDRAFTS, load.overdrafts(arena));
    counted.put(ForcedRace.OVERSOLD_UNITS, load.oversold(arena));
    counted.put(ForcedRace.DOUBLE_EFFECTS, load.doubleEffects(arena));
    counted.forEach((race, anomalies) ->
        figures.accept(
            figure(race.subject(), "under load", load.callsInAll(), contender, anomalies)));
  }

  private static long count(Interleaver arena, int rounds, Round round) throws Exception {
    long anomalies = 0;
    for (int i = 0; i < rounds; i++) {
      anomalies += round.goesWrong(arena) ? 1 : 0;
    }
    return anomalies;
  }

  private static Figure figure(
      String subject, String calls, int rounds, Contender contender, long anomalies) {
    Map<String, String> conditions = new LinkedHashMap<>();
    conditions.put("calls", calls);
    conditions.put("rounds", String.format(Locale.ROOT, "%,d", rounds));
    return new Figure(
        Anomalies.NAME,
        subject,
        conditions,
        contender.name(),
        "anomalies",
        "",
        List.of((double) anomalies));
  }
}
