package dev.interlock.launcher.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// The figures of the benchmark: `docs/benchmarks/figures.json`.
final class BenchmarkFigures {

  private BenchmarkFigures() {}

  static JsonNode part(String name) throws IOException {
    JsonNode all =
        new ObjectMapper()
            .readTree(MarkdownPage.ROOT.resolve("docs/benchmarks/figures.json").toFile());
    for (JsonNode part : all.get("parts")) {
      if (part.at("/part").asText().equals(name)) {
        return part.get("figures");
      }
    }
    throw new AssertionError("no part " + name);
  }

  /// The fastest and the slowest start of the functions, without an AOT cache.
  static List<String> startsAgainst(String contender) throws IOException {
    TreeSet<String> ratios = new TreeSet<>();
    for (String function : List.of("transfer", "stock-decrement", "permission-change")) {
      double[] ours = starts(function, "interlock");
      double[] theirs = starts(function, contender);
      double[] each =
          IntStream.range(0, ours.length)
              .mapToDouble(run -> ours[run] / theirs[run])
              .sorted()
              .toArray();
      ratios.add(String.format(Locale.ROOT, "%.2f", each[each.length / 2]));
    }
    return List.copyOf(ratios);
  }

  private static double[] starts(String function, String contender) throws IOException {
    for (JsonNode figure : part("start")) {
      if (figure.at("/subject").asText().equals(function)
          && figure.at("/contender").asText().equals(contender)
          && figure.at("/metric").asText().equals("cpu")
          && figure.at("/conditions/AOT cache").asText().equals("no")) {
        return IntStream.range(0, figure.get("values").size())
            .mapToDouble(run -> figure.at("/values/" + run).asDouble())
            .toArray();
      }
    }
    throw new AssertionError("not measured: " + function + ", " + contender);
  }
}
