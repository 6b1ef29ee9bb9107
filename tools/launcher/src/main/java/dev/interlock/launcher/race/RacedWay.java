package dev.interlock.launcher.race;

import dev.interlock.races.ForcedRace;
import dev.interlock.races.RaceEvent;
import dev.interlock.races.RaceOutcome;
import dev.interlock.races.contender.Contender;
import java.util.List;

/// A race that was run in one way of writing.
///
/// @param events in the order in which they happened
public record RacedWay(
    ForcedRace race, Contender way, RaceOutcome outcome, List<RaceEvent> events) {
  /// Copies the events.
  public RacedWay {
    events = List.copyOf(events);
  }

  String verdict() {
    return Verdict.of(this);
  }

  /// Whether it is Interlock, to which the others are compared.
  public boolean isInterlock() {
    return way.name().equals("interlock");
  }
}
