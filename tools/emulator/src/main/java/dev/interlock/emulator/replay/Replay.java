package dev.interlock.emulator.replay;

import dev.interlock.emulator.LocalFunctions;
import dev.interlock.emulator.template.Template;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/// Sends recorded events through the functions and compares the answers with the contract's.
///
/// The functions and the database are its own, started for the run and stopped after it: nothing
/// that somebody works with is emptied.
public final class Replay {
  private final Path repositoryRoot;

  public Replay(Path repositoryRoot) {
    this.repositoryRoot = repositoryRoot;
  }

  /// Replays the events that the paths name, all of the repository's when there is no path, and
  /// prints a line for each: the event, the status it got, `ok` or what differs.
  ///
  /// A path that is no event and holds none is a `SetupException`, before anything is started.
  ///
  /// @return whether every answer was the contract's
  public boolean run(List<Path> paths, PrintStream out) throws IOException, SQLException {
    Path all = repositoryRoot.resolve("events");
    SortedSet<Path> events = EventFiles.in(paths.isEmpty() ? List.of(all) : paths);
    try (LocalFunctions functions = LocalFunctions.startFresh(repositoryRoot);
        DemoData demoData = DemoData.in(functions.ownerConnectionUrl())) {
      EventReplay replay = replay(functions, demoData);
      OutcomeTable table = new OutcomeTable(all.toAbsolutePath().normalize(), events, out);
      for (Path event : events) {
        table.add(event, replay.replay(event));
      }
      return table.finish();
    }
  }

  static EventReplay replay(LocalFunctions functions, DemoData demoData) {
    Map<String, String> logicalIds = new HashMap<>();
    for (Template.Route route : functions.template().routes()) {
      logicalIds.put(route.method() + " " + route.path(), route.logicalId());
    }
    return new EventReplay(logicalIds, functions.invoker(), demoData::restore);
  }
}
