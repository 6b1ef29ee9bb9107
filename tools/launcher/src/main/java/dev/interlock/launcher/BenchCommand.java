package dev.interlock.launcher;

import dev.interlock.soak.report.Setup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures all parts of the benchmark, or the chosen ones, and writes the report.
@Command(
    name = "bench",
    description = "Measures Interlock side by side with other ways of writing the same.")
final class BenchCommand implements Callable<Integer> {
  @Option(
      names = "--only",
      paramLabel = "PART",
      split = ",",
      description =
          "Measures only these parts, of throughput, contention, anomalies, start, call and"
              + " growth, and keeps the figures of the others (default: all).")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--quick",
      description =
          "Takes minutes instead of an hour: shows that everything runs, without figures"
              + " that mean anything.")
  private boolean quick;

  @Option(
      names = "--page",
      description = "Measures nothing: rewrites page and plots from the figures and notes.")
  private boolean page;

  @Option(
      names = "--report",
      paramLabel = "FOLDER",
      description =
          "The folder for figures, plots and page (default: docs/benchmarks; with --quick"
              + " target/benchmarks).")
  private @Nullable Path folder;

  @Override
  public Integer call() throws Exception {
    Benchmark benchmark =
        ServiceLoader.load(Benchmark.class)
            .findFirst()
            .orElseThrow(() -> new UsageException("bench runs as ./interlock bench"));
    Path root = Installation.checkout("bench").root();
    Path usual = root.resolve(quick ? "target/benchmarks" : "docs/benchmarks");
    Path report = folder == null ? usual : folder;
    System.out.print(page ? benchmark.rewrite(report) : measure(benchmark, root, report));
    System.out.println("report " + report.resolve("README.md"));
    return ExitCode.DONE;
  }

  private String measure(Benchmark benchmark, Path root, Path report) throws Exception {
    Benchmark.Settings settings = new Benchmark.Settings(root, report, quick, System.err::println);
    String claims = "";
    for (String part : chosen(benchmark.parts())) {
      claims = benchmark.measure(part, command(part), settings);
    }
    return claims;
  }

  private String command(String part) {
    List<String> words = new ArrayList<>(List.of("bench", "--only", part));
    if (quick) {
      words.add("--quick");
    }
    return Setup.command(words);
  }

  private List<String> chosen(List<String> parts) {
    for (String name : only) {
      if (!parts.contains(name)) {
        throw new UsageException(
            "--only: there is no part %s, only %s".formatted(name, String.join(", ", parts)));
      }
    }
    return parts.stream().filter(part -> only.isEmpty() || only.contains(part)).toList();
  }
}
