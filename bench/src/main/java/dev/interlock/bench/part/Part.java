package dev.interlock.bench.part;

import java.util.function.Consumer;

/// A part of the benchmark that can be run on its own.
public interface Part {
  /// One word, as the command line takes it.
  String name();

  /// Measures, and reports each figure once all its values are known.
  void run(PartContext context, Consumer<Figure> figures) throws Exception;
}
