package dev.interlock.races;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.interlock.wire.Request;
import dev.interlock.wire.Script;
import dev.interlock.wire.Turn;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// A wire that breaks once between a commit and its answer: the client cannot know the outcome.
final class CutWire implements Script {

  /// Marks a request that commits: it says so, or it is a single statement that does everything.
  private static final List<String> COMMITS = List.of("COMMIT", "bench.transfer", "remembered AS");

  private final AtomicBoolean struck = new AtomicBoolean();
  private final Runnable striking;

  /// @param striking is run just before the wire breaks
  CutWire(Runnable striking) {
    this.striking = striking;
  }

  /// Checks that the wire has broken.
  void requireStruck() {
    if (!struck.get()) {
      throw new IllegalStateException("nothing was cut: no request was recognised as a commit");
    }
  }

  @Override
  public Turn connecting() {
    return Turn.Plain.PASS;
  }

  @Override
  public Turn next(Request request) {
    String text = new String(request.bytes(), ISO_8859_1);
    if (COMMITS.stream().anyMatch(text::contains) && struck.compareAndSet(false, true)) {
      striking.run();
      return Turn.Plain.CUT_AFTER;
    }
    return Turn.Plain.PASS;
  }
}
