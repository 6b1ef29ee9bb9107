package dev.interlock.bench.call;

import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.races.contender.EventText;
import dev.interlock.races.contender.MeasuredOperation;
import dev.interlock.races.contender.Order;
import dev.interlock.wire.PgProxy;
import dev.interlock.wire.Script;
import dev.interlock.wire.Upstream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Round trips, attempts and connections of one function in one environment, counted on the wire.
///
/// @param connects of all calls
/// @param calls in total
/// @param byAnswer the counts for each kind of answer
record WireCounts(int connects, int calls, Map<AnswerKind, Tally> byAnswer) {

  private static final Pattern ATTEMPTS = Pattern.compile("\"attempts\":(\\d+)");

  /// Round trips and attempts of the calls so far.
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

  /// Makes this many calls, alternating between the kinds of answers.
  static WireCounts of(MeasuredOperation operation, CallFixture fixture, int calls)
      throws IOException {
    DatabaseAddress server = fixture.functions();
    Upstream upstream = Upstream.at(server.host(), server.port());
    Map<AnswerKind, Tally> tallies = new EnumMap<>(AnswerKind.class);
    try (PgProxy proxy = PgProxy.before(upstream, Script.UNBROKEN);
        CapturedOutput lines = CapturedOutput.keep();
        WarmFunction warm = WarmFunction.on(operation, server.via(proxy.port()))) {
      EventText events = new EventText();
      Order accepted = fixture.orders().accepted(operation);
      // The first call connects, and the pool validates the new connection.
      warm.call(events.of(accepted));
      lines.take();
      for (int made = 0; made < calls; made += AnswerKind.values().length) {
        accepted = fixture.orders().accepted(operation);
        for (AnswerKind answer : AnswerKind.values()) {
          Order order =
              switch (answer) {
                case ACCEPTED, REPLAYED -> accepted;
                case MALFORMED -> fixture.orders().malformed(operation);
                case REFUSED -> fixture.orders().refused(operation);
              };
          int turns = proxy.turns();
          warm.call(events.of(order));
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
