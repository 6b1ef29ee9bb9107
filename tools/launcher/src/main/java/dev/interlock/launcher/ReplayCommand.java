package dev.interlock.launcher;

import dev.interlock.emulator.replay.Replay;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Sends recorded events through the functions and compares the answers.
@Command(
    name = "replay",
    description = "Sends the events under events/ through their functions, on a fresh database.")
final class ReplayCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description =
          "Events, or folders of events (default: events beside the template and in the modules of"
              + " its functions).")
  private List<Path> paths = new ArrayList<>();

  @Option(
      names = "--verbose",
      description =
          "Prints the functions' log lines of every event, not only where an answer differs.")
  private boolean verbose;

  @Mixin private Options.Template template = new Options.Template();

  @Override
  public Integer call() throws IOException, SQLException {
    Replay replay = new Replay(template.repository(), verbose);
    return replay.run(paths, System.out) ? ExitCode.DONE : ExitCode.BROKEN;
  }
}
