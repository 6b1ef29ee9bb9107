package dev.interlock.bench.anomaly;

import dev.interlock.bench.anomaly.LoadOutcome.Answers;
import dev.interlock.bench.part.Figure;
import dev.interlock.bench.part.Series;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.races.ForcedRace;
import dev.interlock.races.Interleaver;
import dev.interlock.races.contender.Contender;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Counts the anomalies of one contender.
///
/// @param rounds of each forced race
/// @param cuts of a connection between commit and answer, and rounds that wait for an expiry
/// @param load the same races under concurrent load, without forced interleaving
record AnomalyCount(
    DatabaseAddress owner, DatabaseAddress functions, int rounds, int cuts, ConcurrentLoad load) {

  /// The metric of what went wrong.
  private static final String ANOMALIES = "anomalies";

  private interface Load {
    LoadOutcome outcome(Interleaver interleaver) throws Exception;
  }

  void of(Contender contender, Consumer<Figure> figures) throws Exception {
    try (Interleaver interleaver = new Interleaver(contender, owner, functions)) {
      for (ForcedRace race : racesOf(contender)) {
        long anomalies = count(interleaver, rounds, race);
        figures.accept(
            figure(series(race.anomaly(), "held at one point", rounds, contender), anomalies));
      }
      if (contender.does(ForcedRace.EXPIRED_WHILE_CAPTURED.operation())) {
        ForcedRace expired = ForcedRace.EXPIRED_WHILE_CAPTURED;
        figures.accept(
            figure(
                series(expired.anomaly(), "held past the expiry", cuts, contender),
                count(interleaver, cuts, expired)));
      }
      ForcedRace lost = ForcedRace.LOST_CONNECTION;
      figures.accept(
          figure(
              series(lost.anomaly(), "cut between commit and answer", cuts, contender),
              count(interleaver, cuts, lost)));
      underLoad(interleaver, contender, figures);
    }
  }

  private void underLoad(Interleaver interleaver, Contender contender, Consumer<Figure> figures)
      throws Exception {
    Map<ForcedRace, Load> loads = new EnumMap<>(ForcedRace.class);
    loads.put(ForcedRace.LOST_UPDATE, load::lostUpdates);
    loads.put(ForcedRace.DOUBLE_SPEND, load::overdrafts);
    loads.put(ForcedRace.OVERSELL, load::oversold);
    loads.put(ForcedRace.SENT_TWICE, load::doubleEffects);
    loads.keySet().retainAll(racesOf(contender));
    for (Map.Entry<ForcedRace, Load> each : loads.entrySet()) {
      String subject = each.getKey().anomaly();
      LoadOutcome outcome = each.getValue().outcome(interleaver);
      figures.accept(
          figure(series(subject, "under load", load.callsInAll(), contender), outcome.anomalies()));
      attempts(subject, contender, outcome.answers(), figures);
    }
  }

  private static void attempts(
      String race, Contender contender, Answers answers, Consumer<Figure> figures) {
    Series series =
        new Series(Anomalies.NAME, "attempts", Map.of("calls under load", race), contender.name());
    double perCall = (double) answers.attempts() / answers.calls();
    figures.accept(series.figure("attempts per call", "", List.of(perCall)));
    figures.accept(
        series.figure("calls without a verdict", "", List.of((double) answers.undecided())));
  }

  /// The races whose calls are held at one point.
  private static List<ForcedRace> racesOf(Contender contender) {
    return Stream.of(ForcedRace.values())
        .filter(race -> race != ForcedRace.LOST_CONNECTION)
        .filter(race -> race != ForcedRace.EXPIRED_WHILE_CAPTURED)
        .filter(race -> contender.does(race.operation()))
        .toList();
  }

  private static long count(Interleaver interleaver, int rounds, ForcedRace race) throws Exception {
    long anomalies = 0;
    for (int i = 0; i < rounds; i++) {
      anomalies += race.run(interleaver).harmed() ? 1 : 0;
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
    return series.figure(ANOMALIES, "", List.of((double) anomalies));
  }
}
