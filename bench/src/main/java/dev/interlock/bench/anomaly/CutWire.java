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

/// A wire that breaks between a commit and its answer, once: the client cannot know, and sends the
/// same again.
final class CutWire implements Script {

  static final String SUBJECT = "double effects under re-sends";

  /// By what it is known that a turn commits: it says so, or it is a statement that does all in
  /// one.
  private static final List<String> COMMITS = List.of("COMMIT", "bench.transfer", "remembered AS");

  private final AtomicBoolean struck = new AtomicBoolean();

  /// Runs it once, and says whether the order had another effect than one.
  static boolean goesWrong(Interleaver arena) throws SQLException {
    UUID from = arena.ground().account(100);
    Order order = ForcedRace.transfer(from, arena.ground().account(0), 10);
    CutWire wire = new CutWire();
    Upstream server = Upstream.at(arena.functions().host(), arena.functions().port());
    try (PgProxy proxy = PgProxy.before(server, wire);
        ContenderSession cut = arena.open(arena.functions().via(proxy.port()))) {
      cut.run(order);
    }
    if (!wire.struck.get()) {
      throw new IllegalStateException("nothing was cut: no turn was seen to commit");
    }
    Result again = arena.again(order);
    return !ForcedRace.isAccepted(again) || arena.ground().balance(from) != 90;
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
