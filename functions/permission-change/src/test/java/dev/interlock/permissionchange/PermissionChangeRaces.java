package dev.interlock.permissionchange;

import static dev.interlock.permissionchange.Changes.SHOP;
import static dev.interlock.permissionchange.Changes.event;
import static dev.interlock.permissionchange.Changes.owners;
import static dev.interlock.permissionchange.Changes.role;
import static dev.interlock.permissionchange.Changes.send;
import static dev.interlock.permissionchange.Changes.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.races.Gate;
import dev.interlock.testkit.races.Race;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Invariants;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Races for permissions, each with its required outcome, on any stage.
final class PermissionChangeRaces {

  private PermissionChangeRaces() {}

  /// All send the same request under the same key: it takes effect once, and all get the same
  /// answer.
  static void sameKey(Stage stage, int parties) {
    Event same = event("alice", "same", SHOP, "carol", "viewer", 0);
    List<PermissionChangeHandler> handlers = handlers(stage, parties);
    List<Answer> answers;
    try (Gate _ = Gate.until(parties / 2, stage.database(), lock())) {
      answers = Race.of(parties, i -> send(handlers.get(i), same));
    }
    assertThat(answers).extracting(Answer::status).containsOnly(201);
    assertThat(answers).extracting(Answer::bodyText).containsOnly(answers.getFirst().bodyText());
    assertThat(answers).extracting(answer -> answer.headers().get("ETag")).containsOnly("\"1\"");
    assertThat(version(stage.database(), SHOP)).isEqualTo(1);
    Invariants.assertHold(stage.database());
  }

  /// Of many changes based on one version one succeeds, and the others get that it is stale.
  static void sameIfMatch(Stage stage, int parties) {
    List<PermissionChangeHandler> handlers = handlers(stage, parties);
    List<Answer> answers;
    try (Gate _ = Gate.until(parties, stage.database(), lock())) {
      answers =
          Race.of(
              parties,
              i -> send(handlers.get(i), event("alice", "m" + i, SHOP, "p" + i, "viewer", 0)));
    }
    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(answers).extracting(Answer::problem).containsOnly("ok", "version-mismatch");
    assertThat(version(stage.database(), SHOP)).isEqualTo(1);
    Invariants.assertHold(stage.database());
  }

  /// Two owners repeatedly remove each other at the same time: one wins, the other is removed.
  ///
  /// @param role the role that each gives to the other
  static void twoOwnersAgainstEachOther(Stage stage, int rounds, String role) {
    twoOwnersAgainstEachOther(stage, rounds, role, () -> {});
  }

  /// The same, but something else happens once both have read their input.
  static void twoOwnersAgainstEachOther(Stage stage, int rounds, String role, Runnable meanwhile) {
    TestDatabase database = stage.database();
    List<PermissionChangeHandler> handlers = handlers(stage, 2);
    List<String> names = List.of("alice", "bob");
    assertThat(send(handlers.get(0), event("alice", "start", SHOP, "bob", "owner", 0)).status())
        .isEqualTo(201);
    for (int round = 0; round < rounds; round++) {
      String key = role + round + ".";
      long from = version(database, SHOP);
      List<Answer> answers;
      try (Gate _ = Gate.until(2, database, lock(), meanwhile)) {
        answers =
            Race.of(
                2,
                i ->
                    send(
                        handlers.get(i),
                        event(names.get(i), key + i, SHOP, names.get(1 - i), role, from)));
      }
      assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
      assertThat(owners(database, SHOP)).isEqualTo(1);
      int winner = answers.get(0).status() == 201 ? 0 : 1;
      Answer peace =
          send(
              handlers.get(winner),
              event(
                  names.get(winner),
                  key + "peace",
                  SHOP,
                  names.get(1 - winner),
                  "owner",
                  from + 1));
      assertThat(peace.status()).as(peace.bodyText()).isEqualTo(201);
    }
    Invariants.assertHold(database);
  }

  /// The only owner steps down while a new owner does the same: one of them remains.
  static void ownerStepsDownWhileAnotherGrants(Stage stage, int rounds) {
    TestDatabase database = stage.database();
    List<PermissionChangeHandler> handlers = handlers(stage, 2);
    for (int round = 0; round < rounds; round++) {
      database.reset();
      assertThat(send(handlers.get(0), event("alice", "start", SHOP, "bob", "owner", 0)).status())
          .isEqualTo(201);
      List<Answer> answers;
      try (Gate _ = Gate.until(2, database, lock())) {
        answers =
            Race.of(
                2,
                i ->
                    i == 0
                        ? send(handlers.get(0), event("alice", "down", SHOP, "alice", "viewer", 1))
                        : send(
                            handlers.get(1), event("bob", "grant", SHOP, "carol", "operator", 1)));
      }
      assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
      assertThat(answers).extracting(Answer::problem).containsOnly("ok", "version-mismatch");
      boolean steppedDown = answers.getFirst().status() == 201;
      assertThat(role(database, SHOP, "alice")).isEqualTo(steppedDown ? "viewer" : "owner");
      assertThat(role(database, SHOP, "carol")).isEqualTo(steppedDown ? "none" : "operator");
      Invariants.assertHold(database);
    }
  }

  static String lock() {
    return "SELECT 1 FROM resource WHERE id = '" + SHOP + "' FOR UPDATE";
  }

  private static List<PermissionChangeHandler> handlers(Stage stage, int count) {
    return new ArrayList<>(
        IntStream.range(0, count)
            .mapToObj(i -> new PermissionChangeHandler(stage.environment()))
            .toList());
  }
}
