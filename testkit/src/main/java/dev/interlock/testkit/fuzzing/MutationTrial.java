package dev.interlock.testkit.fuzzing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.HandlerUnderTest;
import dev.interlock.testkit.fuzzing.Mutations.Mutation;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Invariants;
import dev.interlock.testkit.tables.Snapshot;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;

/// Sends broken events to a function and compares each answer with the changes in the tables.
///
/// No answer is a 5xx. A malformed request opens no connection, a refused one writes only its key,
/// and an accepted one has one effect.
public final class MutationTrial {

  // Decided by the event alone, see the contract.
  private static final Set<Integer> BEFORE_THE_DATABASE = Set.of(400, 401, 413, 415, 428);
  private static final Set<Integer> BY_THE_DATABASE = Set.of(201, 403, 404, 409, 412, 422);

  private final TestDatabase database;
  private final HandlerUnderTest handler;
  private final Effect effect;
  private final Map<Integer, Integer> statuses = new TreeMap<>();

  /// The changes that an accepted command makes.
  ///
  /// @param rows how many rows it adds, by table
  /// @param changed the tables that it adds to or changes
  /// @param upserted the tables in which it writes one row: a new one, another one, or the same
  public record Effect(Map<String, Long> rows, List<String> changed, Set<String> upserted) {

    /// Nothing is upserted.
    public Effect(Map<String, Long> rows, List<String> changed) {
      this(rows, changed, Set.of());
    }

    private void check(Snapshot before, Snapshot after) {
      Map<String, Long> added = after.rowsSince(before);
      for (String table : upserted) {
        Long more = added.remove(table);
        assertThat(more == null || more == 1).as("%s rows more in %s", more, table).isTrue();
      }
      assertThat(added).isEqualTo(rows);
      List<String> written = new ArrayList<>(after.changedSince(before));
      written.removeAll(upserted);
      assertThat(written).containsExactlyInAnyOrderElementsOf(changed);
    }
  }

  public MutationTrial(TestDatabase database, HandlerUnderTest handler, Effect effect) {
    this.database = database;
    this.handler = handler;
    this.effect = effect;
  }

  /// Breaks this many events, each made from a valid one with a separate key.
  ///
  /// @return how often each status was the answer
  public Map<Integer, Integer> run(int count, long seed, IntFunction<Event> valid) {
    Mutations mutations = new Mutations(seed);
    try (Connection connection = database.connect()) {
      Snapshot last = Snapshot.of(connection);
      for (int i = 0; i < count; i++) {
        Mutation mutation = mutations.of(valid.apply(i));
        try {
          last = send(mutation, connection, last);
        } catch (RuntimeException | AssertionError e) {
          throw new AssertionError(
              "seed %d, number %d, changed in %s: %s"
                  .formatted(
                      seed,
                      i,
                      mutation.part(),
                      new String(mutation.event(), StandardCharsets.UTF_8)),
              e);
        }
      }
      assertThat(Snapshot.of(connection)).isEqualTo(last);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    Invariants.assertHold(database);
    return statuses;
  }

  /// Returns the tables as they are afterwards.
  private Snapshot send(Mutation mutation, Connection connection, Snapshot before) {
    int connections = handler.connectionsOpened();
    Answer answer = handler.send(mutation.event());
    int opened = handler.connectionsOpened() - connections;
    statuses.merge(answer.status(), 1, Integer::sum);
    if (BEFORE_THE_DATABASE.contains(answer.status())) {
      // If it changed anything all the same, the next snapshot shows it.
      assertThat(opened).as("connections opened for %s", answer).isZero();
      return before;
    }
    Snapshot after = Snapshot.of(connection);
    assertThat(BY_THE_DATABASE).as(answer.toString()).contains(answer.status());
    if (answer.isReplayed() || answer.status() == 422) {
      assertThat(after).isEqualTo(before);
    } else if (answer.status() == 201) {
      effect.check(before, after);
    } else {
      assertThat(after.rowsSince(before)).isEqualTo(Map.of("idempotency", 1L));
      assertThat(after.changedSince(before)).containsExactly("idempotency");
    }
    return after;
  }
}
