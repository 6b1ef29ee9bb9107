package dev.interlock.bench;

import dev.interlock.bench.anomaly.Anomalies;
import dev.interlock.bench.call.CallCost;
import dev.interlock.bench.growth.Growth;
import dev.interlock.bench.load.Throughput;
import dev.interlock.bench.part.Figure;
import dev.interlock.bench.part.Part;
import dev.interlock.bench.part.PartContext;
import dev.interlock.bench.part.Scale;
import dev.interlock.bench.report.BenchmarkReport;
import dev.interlock.bench.report.PartRun;
import dev.interlock.bench.report.Surroundings;
import dev.interlock.bench.start.Start;
import dev.interlock.emulator.host.Folders;
import dev.interlock.emulator.host.ProcessState;
import dev.interlock.launcher.UsageException;
import dev.interlock.soak.report.Setup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures every part, or those that are asked for, and writes what came of it.
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures Interlock against other ways of doing the same, side by side.")
final class BenchCommand implements Callable<Integer> {
  private static final List<Part> PARTS =
      List.of(new Throughput(), new Anomalies(), new Start(), new CallCost(), new Growth());

  @Option(
      names = "--only",
      paramLabel = "PART",
      split = ",",
      description =
          "Measures these parts, of throughput, anomalies, start, call and growth; what is known of"
              + " the others stays (default: all).")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--quick",
      description = "Minutes instead of an hour: shows that all of it runs, and measures nothing.")
  private boolean quick;

  @Option(
      names = "--page",
      description = "Measures nothing: writes page and plots anew from the figures and notes.")
  private boolean page;

  @Option(
      names = "--report",
      paramLabel = "FOLDER",
      description =
          "Where figures, plots and the page are written (default: docs/benchmarks; with --quick"
              + " target/benchmarks).")
  private @Nullable Path folder;

  @Override
  public Integer call() throws Exception {
    if (!page && !ProcessState.isKnown()) {
      throw new UsageException("bench needs Linux: it reads from /proc what processes cost");
    }
    Path root = Path.of(System.getProperty("interlock.root", "")).toAbsolutePath().normalize();
    Path usual = root.resolve(quick ? "target/benchmarks" : "docs/benchmarks");
    Path report = folder == null ? usual : folder;
    String claims = page ? BenchmarkReport.write(report, List.of()) : "";
    for (Part part : page ? List.<Part>of() : chosen()) {
      // After each part, so that whoever ends it early keeps what has been measured.
      claims = BenchmarkReport.write(report, List.of(run(part, root)));
    }
    System.out.print(claims);
    System.out.println("report " + report.resolve("README.md"));
    return 0;
  }

  private PartRun run(Part part, Path root) throws Exception {
    Instant begun = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Path data = Files.createTempDirectory("interlock-bench");
    List<Figure> figures = new ArrayList<>();
    Map<String, String> surroundings = new LinkedHashMap<>();
    PartContext context =
        new PartContext(
            root,
            data,
            quick ? Scale.QUICK : Scale.FULL,
            System.err::println,
            owner -> surroundings.putAll(Surroundings.of(owner)));
    try {
      part.run(context, figures::add);
    } finally {
      Folders.delete(data);
    }
    return new PartRun(part.name(), begun, command(part), surroundings, figures);
  }

  /// What measures this part again.
  private String command(Part part) {
    List<String> words = new ArrayList<>(List.of("bench", "--only", part.name()));
    if (quick) {
      words.add("--quick");
    }
    return Setup.command(words);
  }

  private List<Part> chosen() {
    List<String> names = PARTS.stream().map(Part::name).toList();
    for (String name : only) {
      if (!names.contains(name)) {
        throw new UsageException(
            "--only: there is no part %s, only %s".formatted(name, String.join(", ", names)));
      }
    }
    return PARTS.stream().filter(part -> only.isEmpty() || only.contains(part.name())).toList();
  }
}
