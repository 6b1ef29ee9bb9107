package dev.interlock.races;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.database.DatabaseUrl;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.races.contender.Contender;
import dev.interlock.races.contender.Contenders;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.TestServer;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each race ends the same way every time: the usual ways that lose it lose each run, and Interlock
/// loses none.
@OnlyPostgres("other servers have other isolation levels")
class RacesTest {

  private static final int RUNS = 2;
  private static final int RUNS_OF_THE_SOAK = 20;

  private static final String ORM = "read-modify-write";
  private static final String ORM_RC = "read-modify-write-rc";
  private static final String UPDATES = "updates-words";
  private static final String UPDATES_RC = "updates-words-rc";
  private static final String SAMPLE = "dsql-sample";

  private static final Map<ForcedRace, Set<String>> LOSERS = losers();

  private static RaceDatabase database;

  private static Map<ForcedRace, Set<String>> losers() {
    Map<ForcedRace, Set<String>> losers = new EnumMap<>(ForcedRace.class);
    losers.put(ForcedRace.LOST_UPDATE, Set.of(ORM_RC));
    losers.put(ForcedRace.DOUBLE_SPEND, Set.of(ORM_RC));
    losers.put(ForcedRace.OVERSELL, Set.of(ORM_RC));
    losers.put(ForcedRace.SENT_TWICE, Set.of(ORM, ORM_RC, UPDATES, UPDATES_RC, SAMPLE));
    losers.put(ForcedRace.LAST_OWNER, Set.of(ORM_RC, UPDATES_RC));
    losers.put(ForcedRace.REVOKED_MEANWHILE, Set.of(ORM, ORM_RC, UPDATES, UPDATES_RC, SAMPLE));
    losers.put(ForcedRace.CAPTURED_TWICE, Set.of(ORM_RC));
    losers.put(ForcedRace.EXPIRED_WHILE_CAPTURED, Set.of(ORM_RC));
    losers.put(ForcedRace.LOST_CONNECTION, Set.of(ORM, ORM_RC, UPDATES, UPDATES_RC, SAMPLE));
    return losers;
  }

  private static DatabaseAddress server() {
    DatabaseUrl url = TestServer.current().url();
    return new DatabaseAddress(url, url.user().orElseThrow(), url.password().orElse(""));
  }

  @BeforeAll
  static void create() throws Exception {
    database = RaceDatabase.createOn(server());
  }

  @AfterAll
  static void drop() throws Exception {
    database.close();
  }

  @ParameterizedTest
  @EnumSource
  void raceEndsTheSameWayEachTime(ForcedRace race) throws Exception {
    assertRuns(race, RUNS);
  }

  @Tag("soak")
  @ParameterizedTest
  @EnumSource
  void raceEndsTheSameWayTwentyTimes(ForcedRace race) throws Exception {
    assertRuns(race, RUNS_OF_THE_SOAK);
  }

  private static void assertRuns(ForcedRace race, int runs) throws Exception {
    Set<String> losers = Objects.requireNonNull(LOSERS.get(race));
    assertThat(losers).isNotEmpty();
    for (Contender way : ways(race)) {
      List<Boolean> harmed = new ArrayList<>();
      try (Interleaver interleaver = new Interleaver(way, database.address(), database.address())) {
        for (int run = 0; run < runs; run++) {
          harmed.add(race.run(interleaver).harmed());
        }
      }
      assertThat(harmed)
          .as("harm done by %s in each of %d runs of %s", way.name(), runs, race.title())
          .hasSize(runs)
          .containsOnly(losers.contains(way.name()));
    }
  }

  private static List<Contender> ways(ForcedRace race) {
    return Stream.concat(Contenders.usual().stream(), Stream.of(Contenders.interlock()))
        .filter(way -> way.does(race.operation()))
        .toList();
  }

  @Test
  void theDatabaseIsDroppedThoughItIsInUse() throws Exception {
    Set<String> before = databases();
    RaceDatabase created = RaceDatabase.createOn(server());
    try (Connection open = created.address().connect()) {
      assertThat(databases()).hasSize(before.size() + 1);
      created.close();
      assertThat(open.isValid(1)).isFalse();
    }
    assertThat(databases()).isEqualTo(before);
  }

  private static Set<String> databases() throws Exception {
    Set<String> names = new TreeSet<>();
    try (Connection connection = server().connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT datname FROM pg_database")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }
}
