package dev.interlock.races.narration;

import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.races.ForcedRace;
import dev.interlock.races.Interleaver;
import dev.interlock.races.RaceEvent;
import dev.interlock.races.RaceOutcome;
import dev.interlock.races.contender.Contender;
import dev.interlock.races.contender.Contenders;
import java.util.ArrayList;
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

  /// Runs a race in every way that has its operation. Interlock is the last.
  ///
  /// @param address a database of [dev.interlock.races.RaceDatabase]
  public static List<RacedWay> allOf(ForcedRace race, DatabaseAddress address) throws Exception {
    List<RacedWay> raced = new ArrayList<>();
    List<Contender> ways = new ArrayList<>(Contenders.usual());
    ways.add(Contenders.interlock());
    for (Contender way : ways) {
      if (way.does(race.operation())) {
        List<RaceEvent> events = new ArrayList<>();
        RaceEvent.Listener listener =
            event -> {
              if (event instanceof RaceEvent.BegunAgain) {
                events.clear();
              } else {
                events.add(event);
              }
            };
        try (Interleaver interleaver = new Interleaver(way, address, address, listener)) {
          RaceOutcome outcome = race.run(interleaver);
          raced.add(new RacedWay(race, way, outcome, events));
        }
      }
    }
    return raced;
  }

  /// The usual way to show beside Interlock: the first one that loses, if any does.
  public static RacedWay usual(List<RacedWay> ways) {
    return ways.stream().filter(way -> way.outcome().harmed()).findFirst().orElse(ways.getFirst());
  }

  /// The sentence about how it ended.
  public String verdict() {
    return Verdict.of(this);
  }

  /// Whether it is Interlock, to which the others are compared.
  public boolean isInterlock() {
    return way.name().equals("interlock");
  }
}
