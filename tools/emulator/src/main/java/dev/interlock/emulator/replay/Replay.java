package dev.interlock.emulator.replay;

import dev.interlock.emulator.LocalFunctions;
import dev.interlock.emulator.Repository;
import dev.interlock.emulator.lambda.FunctionInvoker;
import dev.interlock.emulator.template.Template;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.Consumer;

/// Sends recorded events to the functions and compares the answers with the contract.
public final class Replay {
  private final Repository repository;
  private final boolean verbose;

  /// Functions, wherever they run, and their database, which is reset before every event.
  ///
  /// @param template the template of the functions
  /// @param ownerConnectionUrl the JDBC URL, credentials included, of the tables' owner
  public record Subject(Template template, FunctionInvoker invoker, String ownerConnectionUrl) {
    static Subject of(LocalFunctions functions) {
      return new Subject(functions.template(), functions.invoker(), functions.ownerConnectionUrl());
    }
  }

  /// Prints the functions' log lines only for an event whose answer differs.
  public Replay(Repository repository) {
    this(repository, false);
  }

  /// @param verbose whether all log lines of the functions are printed
  public Replay(Repository repository, boolean verbose) {
    this.repository = repository;
    this.verbose = verbose;
  }

  /// Replays the events that the paths name, or all events of the repository if there is no path.
  /// Prints a line for each: the event, the status of its answer, and `ok` or a difference.
  ///
  /// Starts and stops its own functions and database, so it never touches other data. Their log
  /// lines go to standard error.
  ///
  /// @return whether every answer matched
  /// @throws dev.interlock.emulator.host.SetupException if a path names no event
  public boolean run(List<Path> paths, PrintStream out) throws IOException, SQLException {
    SortedSet<Path> events = events(paths);
    EventLog log = new EventLog(System.err::println);
    Consumer<String> lines = verbose ? System.err::println : log;
    try (LocalFunctions functions = LocalFunctions.startFresh(repository, lines)) {
      return run(events, Subject.of(functions), log, out);
    }
  }

  /// Replays the same events through functions that are already running.
  public boolean run(List<Path> paths, Subject subject, PrintStream out)
      throws IOException, SQLException {
    return run(events(paths), subject, new EventLog(System.err::println), out);
  }

  boolean run(SortedSet<Path> events, Subject subject, EventLog log, PrintStream out)
      throws IOException, SQLException {
    try (DemoData demoData =
        DemoData.in(subject.ownerConnectionUrl(), Repository.functionTables(subject.template()))) {
      EventReplay replay = replay(subject, demoData);
      OutcomeTable table = new OutcomeTable(repository.root().resolve("events"), events, out);
      for (Path event : events) {
        log.clear();
        Outcome outcome = replay.replay(event);
        table.add(event, outcome);
        if (!outcome.matched()) {
          out.flush();
          log.show();
        }
      }
      return table.finish();
    }
  }

  private SortedSet<Path> events(List<Path> paths) throws IOException {
    return EventFiles.in(paths.isEmpty() ? repository.events() : paths);
  }

  static EventReplay replay(Subject subject, DemoData demoData) {
    Map<String, String> logicalIds = new HashMap<>();
    for (Template.Route route : subject.template().routes()) {
      logicalIds.put(route.method() + " " + route.path(), route.logicalId());
    }
    return new EventReplay(logicalIds, subject.invoker(), demoData::restore);
  }
}
