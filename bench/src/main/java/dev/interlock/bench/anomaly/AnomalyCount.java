package dev.interlock.bench.anomaly;

import dev.interlock.bench.contender.Contender;
import dev.interlock.bench.part.Figure;
import dev.interlock.bench.part.Series;
import dev.interlock.emulator.database.DatabaseAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// Counts the anomalies of one contender.
///
/// @param rounds of each forced race
/// @param cuts of a connection between commit and answer
/// @param load the same races under concurrent load, without forced interleaving
record AnomalyCount(
    DatabaseAddress owner, DatabaseAddress functions, int rounds, int cuts, ConcurrentLoad load) {

  private interface Round {
    boolean goesWrong(Interleaver interleaver) throws Exception;
  }

  void of(Contender contender, Consumer<Figure> figures) throws Exception {
    try (Interleaver interleaver = new Interleaver(contender, owner, functions)) {
      for (ForcedRace race : ForcedRace.values()) {
        long anomalies = count(interleaver, rounds, race::goesWrong);
        figures.accept(
            figure(series(race.subject(), "held at one point", rounds, contender), anomalies));
      }
      long cut = count(interleaver, cuts, CutWire::goesWrong);
      figures.accept(
          figure(series(CutWire.SUBJECT, "cut between commit and answer", cuts, contender), cut));
      underLoad(interleaver, contender, figures);
    }
  }

  private void underLoad(Interleaver interleaver, Contender contender, Consumer<Figure> figures)
      throws Exception {
    Map<ForcedRace, Long> counted = new LinkedHashMap<>();
    counted.put(ForcedRace.LOST_UPDATES, load.lostUpdates(interleaver));
    counted.put(ForcedRace.OVERDRAFTS, load.overdrafts(interleaver));
    counted.put(ForcedRace.OVERSOLD_UNITS, load.oversold(interleaver));
    counted.put(ForcedRace.DOUBLE_EFFECTS, load.doubleEffects(interleaver));
    counted.forEach((race, anomalies) ->
        figures.accept(
            figure(series(race.subject(), "under load", load.callsInAll(), contender), anomalies)));
  }

  private static long count(Interleaver interleaver, int rounds, Round round) throws Exception {
    long anomalies = 0;
    for (int i = 0; i < rounds; i++) {
      anomalies += round.goesWrong(interleaver) ? 1 : 0;
    }
    return anomalies;
  }

  private static Series series(String subject, String calls, int rounds, Contender contender) {
    Map<String, String> conditions = new LinkedHashMap<>();
    conditions.put("calls", calls);
    conditions.put("rounds", String.format(Locale.ROOT, "%,d", rounds));
    return new Series(Anomalies.NAME, subject, conditions, contender.name());
  }

  private static Figure figure(Series series, long anomalies) {
    return series.figure("anomalies", "", List.of((double) anomalies));
  }
}
