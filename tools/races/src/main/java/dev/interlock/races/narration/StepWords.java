package dev.interlock.races.narration;

import dev.interlock.races.RaceEvent;
import dev.interlock.races.RaceOutcome.Reply;
import dev.interlock.races.contender.Order;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The words for each step of a race.
public final class StepWords {
  /// How Interlock's own statements begin. They are too long for a line.
  private static final String WHOLE = "WITH command";

  /// How the call that queues for its rows begins, and then sends such a statement.
  private static final String QUEUED = "CALL interlock_queue";

  private static final Pattern UPSERT = Pattern.compile(" ON CONFLICT .*");

  private StepWords() {}

  /// The kind of a step, such as `statement-sent`.
  public static String name(RaceEvent event) {
    return event
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT);
  }

  /// The line for a step, after its caller. Empty for a query: its rows are shown instead.
  public static Optional<String> of(RaceEvent event) {
    return said(event)
        .map(
            words -> event instanceof RaceEvent.ByCaller own ? own.caller() + "  " + words : words);
  }

  /// The same without the caller.
  public static Optional<String> said(RaceEvent event) {
    return switch (event) {
      case RaceEvent.RowsHeld _ -> Optional.of("-- the race locks the row --");
      case RaceEvent.RowsReleased _ -> Optional.of("-- the race releases it --");
      case RaceEvent.HoldExpired _ -> Optional.of("-- the hold expires --");
      case RaceEvent.BegunAgain _ -> Optional.empty();
      case RaceEvent.RowsLeft left -> Optional.of("left: " + left.what() + " " + left.value());
      case RaceEvent.StatementSent sent when sent.sql().startsWith("SELECT") -> Optional.empty();
      case RaceEvent.ByCaller step -> Optional.of(ofCaller(step));
    };
  }

  private static String ofCaller(RaceEvent.ByCaller step) {
    return switch (step) {
      case RaceEvent.RequestSent request -> "request: " + order(request.order());
      case RaceEvent.StatementSent sent ->
          switch (sent.sql()) {
            case String sql when sql.startsWith(WHOLE) ->
                "one statement: check, write, journal, key";
            case String sql when sql.startsWith(QUEUED) ->
                "queues for the rows, then the same statement";
            case String sql -> UPSERT.matcher(sql).replaceFirst(" ON CONFLICT ...");
          };
      case RaceEvent.RowsRead read -> rows(read);
      case RaceEvent.LockAwaited _ -> "waits for the lock";
      case RaceEvent.Failed failed -> "fails: SQLSTATE " + failed.sqlState();
      case RaceEvent.CommitSent _ -> "COMMIT";
      case RaceEvent.RollbackSent _ -> "ROLLBACK";
      case RaceEvent.ConnectionCut _ -> "committed, but the connection dies";
      case RaceEvent.Replied replied -> "answer: " + answer(replied.reply());
    };
  }

  private static String order(Order order) {
    return switch (order) {
      case Order.Transfer transfer -> "transfer " + transfer.amountMinor();
      case Order.Decrement _ -> "take 1 unit";
      case Order.Change change -> "%s removes %s".formatted(change.caller(), change.principal());
      case Order.Settlement settlement -> "capture " + settlement.amountMinor();
    };
  }

  private static String rows(RaceEvent.RowsRead read) {
    if (read.sql().startsWith(WHOLE) || read.sql().startsWith(QUEUED)) {
      String verdict = read.rows().isEmpty() ? "null" : read.rows().getFirst().getFirst();
      return switch (verdict) {
        case "null" -> "no verdict: the key is taken";
        case "undecided" -> "no verdict: some of it is held";
        default -> "verdict: " + verdict;
      };
    }
    if (read.sql().contains(" FROM idempotency")) {
      return "stored under the key: "
          + read.rows().stream().map(List::getFirst).collect(Collectors.joining());
    }
    // The query asks for no order.
    return "reads "
        + read.rows().stream()
            .map(row -> String.join(" ", row))
            .sorted()
            .collect(Collectors.joining(", "));
  }

  /// The words for an answer.
  public static String answer(Reply reply) {
    if (!reply.answer().isEmpty()) {
      return reply.answer();
    }
    return switch (reply.result()) {
      case ACCEPTED -> "done";
      case REFUSED -> "refused";
      case CONTENTION -> "too many conflicts";
      case FAILED -> "error";
    };
  }
}
