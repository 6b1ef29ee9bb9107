package dev.interlock.bench.call;

import dev.interlock.bench.call.Requests.Request;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.wire.PgProxy;
import dev.interlock.wire.Script;
import dev.interlock.wire.Turn;
import dev.interlock.wire.Upstream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What calls of one function in one environment ask of a database, counted on the wire.
///
/// @param connects of all calls
/// @param calls in all
/// @param byAnswer what calls of one kind took
record WireCounts(int connects, int calls, Map<AnswerKind, Tally> byAnswer) {

  private static final Pattern ATTEMPTS = Pattern.compile("\"attempts\":(\\d+)");

  private static final Script NOTHING_BREAKS =
      new Script() {
        @Override
        public Turn connecting() {
          return Turn.Plain.PASS;
        }

        @Override
        public Turn next(dev.interlock.wire.Request request) {
          return Turn.Plain.PASS;
        }
      };

  /// Round trips and attempts of so many calls.
  static final class Tally {
    private int calls;
    private int turns;
    private int attempts;

    private void add(int turnsMore, int attemptsMore) {
      calls++;
      turns += turnsMore;
      attempts += attemptsMore;
    }

    double turnsPerCall() {
      return (double) turns / calls;
    }

    double attemptsPerCall() {
      return (double) attempts / calls;
    }
  }

  /// Makes so many calls, of all kinds in turn.
  static WireCounts of(WriteFunction function, CallFixture world, int calls) throws IOException {
    DatabaseAddress server = world.functions();
    Upstream upstream = Upstream.at(server.host(), server.port());
    Map<AnswerKind, Tally> tallies = new EnumMap<>(AnswerKind.class);
    try (PgProxy proxy = PgProxy.before(upstream, NOTHING_BREAKS);
        CapturedOutput lines = CapturedOutput.keep();
        WarmFunction warm = WarmFunction.on(function, server.via(proxy.port()))) {
      Request accepted = world.requests().accepted(function);
      // The first call connects, and has the pool ask a question of its own.
      warm.call(accepted.event());
      lines.take();
      for (int made = 0; made < calls; made += AnswerKind.values().length) {
        accepted = world.requests().accepted(function);
        for (AnswerKind answer : AnswerKind.values()) {
          Request request =
              switch (answer) {
                case ACCEPTED, REPLAYED -> accepted;
                case MALFORMED -> world.requests().malformed(function);
                case REFUSED -> world.requests().refused(function);
              };
          int turns = proxy.turns();
          warm.call(request.event());
          answer.check(warm.answer());
          tallies
              .computeIfAbsent(answer, _ -> new Tally())
              .add(proxy.turns() - turns, attempts(lines.take()));
        }
      }
      return new WireCounts(proxy.connects(), calls, tallies);
    }
  }

  private static int attempts(String line) {
    Matcher matcher = ATTEMPTS.matcher(line);
    if (!matcher.find()) {
      throw new IllegalStateException("no attempts in: " + line);
    }
    return Integer.parseInt(matcher.group(1));
  }
}
