package dev.interlock.bench.anomaly;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.interlock.bench.contender.ContenderSession;
import dev.interlock.bench.contender.Order;
import dev.interlock.bench.contender.Result;
import dev.interlock.wire.PgProxy;
import dev.interlock.wire.Request;
import dev.interlock.wire.Script;
import dev.interlock.wire.Turn;
import dev.interlock.wire.Upstream;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/// A wire that breaks once between a commit and its answer: the client cannot know the outcome and
/// retries.
final class CutWire implements Script {

  static final String SUBJECT = "double effects under re-sends";

  /// Marks a request that commits: it says so, or it is a single statement that does everything.
  private static final List<String> COMMITS = List.of("COMMIT", "bench.transfer", "remembered AS");

  private final AtomicBoolean struck = new AtomicBoolean();

  /// Runs one round and returns whether the order took effect other than exactly once.
  static boolean goesWrong(Interleaver interleaver) throws SQLException {
    UUID from = interleaver.rows().account(100);
    Order order = ForcedRace.transfer(from, interleaver.rows().account(0), 10);
    CutWire wire = new CutWire();
    Upstream server = Upstream.at(interleaver.functions().host(), interleaver.functions().port());
    try (PgProxy proxy = PgProxy.before(server, wire);
        ContenderSession cut = interleaver.open(interleaver.functions().via(proxy.port()))) {
      cut.run(order);
    }
    if (!wire.struck.get()) {
      throw new IllegalStateException("nothing was cut: no request was recognised as a commit");
    }
    Result again = interleaver.again(order);
    return !ForcedRace.isAccepted(again) || interleaver.rows().balance(from) != 90;
  }

  @Override
  public Turn connecting() {
    return Turn.Plain.PASS;
  }

  @Override
  public Turn next(Request request) {
    String text = new String(request.bytes(), ISO_8859_1);
    boolean commits = COMMITS.stream().anyMatch(text::contains);
    return commits && struck.compareAndSet(false, true) ? Turn.Plain.CUT_AFTER : Turn.Plain.PASS;
  }
}
