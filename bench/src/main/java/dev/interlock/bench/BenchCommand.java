package dev.interlock.bench;

import dev.interlock.bench.start.Start;
import dev.interlock.local.UsageException;
import dev.interlock.local.database.Folders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures every part, or those that are asked for, and writes what came of it.
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures Interlock against other ways of doing the same, side by side.")
final class BenchCommand implements Callable<Integer> {
  private static final List<Part> PARTS = List.of(new Start());

  @Option(
      names = "--only",
      paramLabel = "PART",
      split = ",",
      description = "Measures these parts; what was measured of the others stays (default: all).")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--quick",
      description = "Seconds instead of an hour: shows that all of it runs, and measures nothing.")
  private boolean quick;

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      defaultValue = "docs/benchmarks",
      description = "Where figures, plots and the page are written (default: docs/benchmarks).")
  private Path output = Path.of("docs/benchmarks");

  @Override
  public Integer call() throws Exception {
    Path root = Path.of(System.getProperty("interlock.root", "")).toAbsolutePath().normalize();
    Scale scale = quick ? Scale.QUICK : Scale.FULL;
    List<Figure> figures = new ArrayList<>();
    for (Part part : chosen()) {
      Path folder = Files.createTempDirectory("interlock-bench");
      try {
        part.run(new Setting(root, folder, scale, System.err::println), figures::add);
      } finally {
        Folders.delete(folder);
      }
    }
    System.out.println(figures.size() + " figures in " + output);
    return 0;
  }

  private List<Part> chosen() {
    List<String> names = PARTS.stream().map(Part::name).toList();
    for (String name : only) {
      if (!names.contains(name)) {
        throw new UsageException("no part " + name + ": there are " + String.join(", ", names));
      }
    }
    return PARTS.stream().filter(part -> only.isEmpty() || only.contains(part.name())).toList();
  }
}
