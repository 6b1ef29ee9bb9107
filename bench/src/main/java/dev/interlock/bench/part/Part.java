package dev.interlock.bench.part;

import java.util.function.Consumer;

/// A part of the measurements that can be run on its own.
public interface Part {
  /// One word, by which it is asked for.
  String name();

  /// Measures, and hands over each figure when it has all its values.
  void run(PartContext context, Consumer<Figure> figures) throws Exception;
}
