package dev.interlock.launcher;

import dev.interlock.emulator.Cleanup;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.emulator.database.MigrationFailedException;
import dev.interlock.launcher.race.RaceJson;
import dev.interlock.launcher.race.RaceSvg;
import dev.interlock.launcher.race.RaceTable;
import dev.interlock.launcher.race.RaceText;
import dev.interlock.launcher.race.StyledLine;
import dev.interlock.races.ForcedRace;
import dev.interlock.races.RaceDatabase;
import dev.interlock.races.narration.RacedWay;
import dev.interlock.soak.report.LiveTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Forces well-known races in the usual ways and in Interlock, and shows which ways lose.
@Command(
    name = "race",
    description =
        "Forces well-known races in the usual ways and in Interlock, and shows which ways lose.")
final class RaceCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      completionCandidates = Names.class,
      description = "One of ${COMPLETION-CANDIDATES} (default: all).")
  private @Nullable String name;

  @Mixin private Options.Database database = new Options.Database();

  @Option(names = "--json", description = "Prints every step of every way as JSON.")
  private boolean json;

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = "Also writes what it prints as a picture.")
  private @Nullable Path svg;

  private volatile boolean stopped;

  /// The names of the races.
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(ForcedRace.values()).map(ForcedRace::title).iterator();
    }
  }

  @Override
  public Integer call() throws IOException {
    List<ForcedRace> races = chosen();
    database.address().ifPresent(RaceCommand::refuseRemote);
    try (Cleanup cleanup = Cleanup.untilExit()) {
      RaceDatabase own = RaceServer.createDatabase(database.address(), cleanup);
      Thread racing = Thread.currentThread();
      cleanup.add(() -> stopped = !Thread.currentThread().equals(racing));
      return race(races, own.address());
    } catch (MigrationFailedException failure) {
      return unfinished(failure);
    }
  }

  private Integer race(List<ForcedRace> races, DatabaseAddress address) throws IOException {
    List<List<RacedWay>> raced = new ArrayList<>();
    List<StyledLine> lines = new ArrayList<>();
    try {
      for (ForcedRace race : races) {
        raced.add(RacedWay.allOf(race, address));
        show(RaceText.of(raced.getLast()), lines);
      }
    } catch (Exception failure) {
      return unfinished(failure);
    }
    if (races.size() > 1) {
      show(RaceTable.of(raced), lines);
    }
    if (json) {
      System.out.println(RaceJson.of(raced));
    }
    if (svg != null) {
      String command = "./interlock race" + (name == null ? "" : " " + name);
      Files.writeString(svg, RaceSvg.of(command, lines), StandardCharsets.UTF_8);
    }
    boolean lost =
        raced.stream()
            .flatMap(List::stream)
            .anyMatch(way -> way.isInterlock() && way.outcome().harmed());
    return lost ? ExitCode.BROKEN : ExitCode.DONE;
  }

  private void show(List<StyledLine> more, List<StyledLine> all) {
    List<StyledLine> shown =
        new ArrayList<>(all.isEmpty() ? List.of() : List.of(StyledLine.plain("")));
    shown.addAll(more);
    all.addAll(shown);
    if (!json) {
      shown.forEach(line -> System.out.println(line.shown(hasColours())));
    }
  }

  private static boolean hasColours() {
    String none = System.getenv("NO_COLOR");
    return (none == null || none.isEmpty()) && LiveTable.isTerminal(System.out);
  }

  private List<ForcedRace> chosen() {
    if (name == null) {
      return List.of(ForcedRace.values());
    }
    for (ForcedRace race : ForcedRace.values()) {
      if (race.title().equals(name)) {
        return List.of(race);
      }
    }
    List<String> names = new ArrayList<>();
    new Names().forEach(names::add);
    String instead =
        Spelling.closest(name, names.stream())
            .map(closest -> "Did you mean " + closest + "?")
            .orElse("The races are " + String.join(", ", names));
    throw new UsageException("unknown race: " + name + ". " + instead);
  }

  /// The connection that the last race breaks is not encrypted.
  static void refuseRemote(DatabaseAddress address) {
    if (!address.isOneOnThisMachine()) {
      throw new UsageException(
          "--database must be on this machine, or a tunnel to it: the connection that a race breaks"
              + " is not encrypted");
    }
  }

  /// After a signal the database is gone, so the failure says nothing.
  private Integer unfinished(Exception failure) {
    if (!stopped) {
      String reason =
          failure instanceof SQLException refused
              ? CommandDatabase.oneLine(refused)
              : String.valueOf(failure.getMessage());
      System.err.println("interlock: the race was not finished: " + reason);
    }
    return ExitCode.UNCHECKED;
  }
}
