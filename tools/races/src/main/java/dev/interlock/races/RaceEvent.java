package dev.interlock.races;

import dev.interlock.races.contender.Order;
import java.util.ArrayList;
import java.util.List;

/// One step of a race, in the order in which the steps were seen.
public sealed interface RaceEvent {

  /// Takes the steps of a race, one at a time, although two callers make them.
  interface Listener {
    /// Takes no steps.
    Listener NONE = _ -> {};

    /// Takes the next step.
    void happened(RaceEvent event);
  }

  /// A step of one caller: `A` or `B`.
  sealed interface ByCaller extends RaceEvent {
    /// The caller.
    String caller();
  }

  /// The race locks the rows that the callers need, so that they meet.
  record RowsHeld() implements RaceEvent {}

  /// The race releases them.
  record RowsReleased() implements RaceEvent {}

  /// The hold that a settlement waits with expires.
  record HoldExpired() implements RaceEvent {}

  /// The settlement came after the expiry, so the race begins again.
  record BegunAgain() implements RaceEvent {}

  /// What is left in the rows when both callers have their answers.
  ///
  /// @param what such as `balance`
  record RowsLeft(String what, long value) implements RaceEvent {}

  /// A request arrives.
  record RequestSent(String caller, Order order) implements ByCaller {}

  /// A statement is sent.
  ///
  /// @param sql with its parameters filled in, on one line
  record StatementSent(String caller, String sql) implements ByCaller {}

  /// A statement's rows are read.
  ///
  /// @param rows the values that the code looked at
  record RowsRead(String caller, String sql, List<List<String>> rows) implements ByCaller {
    /// Copies the rows.
    public RowsRead {
      List<List<String>> copies = new ArrayList<>();
      rows.forEach(row -> copies.add(List.copyOf(row)));
      rows = List.copyOf(copies);
    }
  }

  /// The caller waits for a lock.
  record LockAwaited(String caller) implements ByCaller {}

  /// A statement or commit failed.
  record Failed(String caller, String sqlState) implements ByCaller {}

  /// The transaction is about to commit.
  record CommitSent(String caller) implements ByCaller {}

  /// The transaction is about to roll back.
  record RollbackSent(String caller) implements ByCaller {}

  /// The connection breaks after a commit and before its answer.
  record ConnectionCut(String caller) implements ByCaller {}

  /// The caller gets its answer.
  record Replied(RaceOutcome.Reply reply) implements ByCaller {
    @Override
    public String caller() {
      return reply.caller();
    }
  }
}
