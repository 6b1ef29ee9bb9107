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
import dev.interlock.launcher.Benchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The benchmark behind the launcher's command.
public final class MeasuredComparisons implements Benchmark {
  private static final List<Part> PARTS =
      List.of(
          new Throughput(),
          Throughput.ofContention(),
          new Anomalies(),
          new Start(),
          new CallCost(),
          new Growth());

  /// For the service loader.
  public MeasuredComparisons() {}

  @Override
  public List<String> parts() {
    return PARTS.stream().map(Part::name).toList();
  }

  @Override
  public String measure(String name, String command, Settings settings) throws Exception {
    Part part = PARTS.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    // The report is written after each part, so that an interrupted run keeps its figures.
    return BenchmarkReport.write(settings.report(), List.of(run(part, command, settings)));
  }

  @Override
  public String rewrite(Path report) throws IOException {
    return BenchmarkReport.write(report, List.of());
  }

  private static PartRun run(Part part, String command, Settings settings) throws Exception {
    Instant begun = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Path data = Files.createTempDirectory("interlock-bench");
    List<Figure> figures = new ArrayList<>();
    Map<String, String> surroundings = new LinkedHashMap<>();
    PartContext context =
        new PartContext(
            settings.root(),
            data,
            settings.quick() ? Scale.QUICK : Scale.FULL,
            settings.progress(),
            owner -> surroundings.putAll(Surroundings.of(owner)));
    try {
      part.run(context, figures::add);
    } finally {
      Folders.delete(data);
    }
    return new PartRun(part.name(), begun, command, surroundings, figures);
  }
}
