package dev.interlock.races;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.database.DatabaseUrl;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.races.contender.Contender;
import dev.interlock.races.contender.Contenders;
import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.TestServer;
import dev.interlock.testkit.statements.Mutation;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A race shows a defect of Interlock: with the guard removed that stops it, the harm is done.
@OnlyPostgres("the harm without a guard depends on the server's locks")
class RaceMutantsTest {

  private static final String ISOLATION =
      "WHEN f.isolation NOT IN ('repeatable read', 'serializable')";
  private static final String ACCEPTED_UNDER_THE_KEY =
      "FROM remembered r CROSS JOIN decided d WHERE r.verdict = 'accepted'";
  private static final String ACCEPTED =
      "FROM decided r CROSS JOIN decided d WHERE r.verdict = 'accepted'";

  private static RaceDatabase database;

  /// A race and the guards that stop it. Two of them are removed where one alone would do.
  enum Defect {
    BALANCE_FROM_THE_SNAPSHOT(
        ForcedRace.LOST_UPDATE,
        Mutation.of(ISOLATION, "WHEN false")
            .and(
                "SET balance = a.balance + t.amount",
                "SET balance = t.amount + (SELECT CASE a.id WHEN d.source_id THEN d.source_balance"
                    + " ELSE d.destination_balance END FROM decided d)")),
    MONEY_AT_READ_COMMITTED(ForcedRace.DOUBLE_SPEND, Mutation.of(ISOLATION, "WHEN false")),
    STOCK_AT_READ_COMMITTED(ForcedRace.OVERSELL, Mutation.of(ISOLATION, "WHEN false")),
    KEY_AFTER_THE_WRITE(ForcedRace.SENT_TWICE, Mutation.of(ACCEPTED_UNDER_THE_KEY, ACCEPTED)),
    OWNERS_AT_READ_COMMITTED(
        ForcedRace.LAST_OWNER,
        Mutation.of(ISOLATION, "WHEN false").and(" AND r.acl_version = t.expected_version", "")),
    CAPTURED_AT_READ_COMMITTED(ForcedRace.CAPTURED_TWICE, Mutation.of(ISOLATION, "WHEN false")),
    SETTLED_HOLD_TAKEN_AGAIN(
        ForcedRace.CAPTURED_TWICE, Mutation.of("WHEN f.state = 'settled'", "WHEN false")),
    EXPIRY_AT_READ_COMMITTED(
        ForcedRace.EXPIRED_WHILE_CAPTURED, Mutation.of(ISOLATION, "WHEN false")),
    EXPIRED_HOLD_TAKEN(
        ForcedRace.EXPIRED_WHILE_CAPTURED,
        Mutation.of("WHEN f.state = 'expired' OR f.held_until <= f.decided_at", "WHEN false")),
    GRANT_NOT_LOCKED(ForcedRace.REVOKED_MEANWHILE, Mutation.of("FOR SHARE OF p", "")),
    KEY_NOT_REMEMBERED(ForcedRace.LOST_CONNECTION, Mutation.of(ACCEPTED_UNDER_THE_KEY, ACCEPTED));

    private final ForcedRace race;

    @SuppressWarnings("ImmutableEnumChecker") // used by one test
    private final Mutation mutation;

    Defect(ForcedRace race, Mutation mutation) {
      this.race = race;
      this.mutation = mutation;
    }

    /// Whether the statement runs below the level that its guard requires.
    private boolean belowRepeatableRead() {
      return mutation.toString().contains(ISOLATION);
    }
  }

  /// Without the CHECKs, which are behind the guards.
  @BeforeAll
  static void create() throws Exception {
    DatabaseUrl url = TestServer.current().url();
    database =
        RaceDatabase.createOn(
            new DatabaseAddress(url, url.user().orElseThrow(), url.password().orElse("")));
    try (Connection owner = database.address().connect();
        Statement statement = owner.createStatement()) {
      statement.execute("ALTER TABLE account DROP CONSTRAINT account_balance");
      statement.execute("ALTER TABLE account DROP CONSTRAINT account_held");
      statement.execute("ALTER TABLE stock DROP CONSTRAINT stock_on_hand");
      statement.execute("ALTER TABLE resource DROP CONSTRAINT resource_has_an_owner");
    }
  }

  @AfterAll
  static void drop() throws Exception {
    database.close();
  }

  @ParameterizedTest
  @EnumSource
  void raceShowsTheDefect(Defect defect) throws Exception {
    assertThat(harms(defect.race, new MutatedInterlock(interceptor(defect))))
        .as("%s of Interlock %s", defect.race.title(), defect.mutation)
        .isTrue();
    assertThat(defect.mutation.applied()).isTrue();
    assertThat(harms(defect.race, Contenders.interlock())).isFalse();
  }

  private static boolean harms(ForcedRace race, Contender contender) throws Exception {
    try (Interleaver interleaver =
        new Interleaver(contender, database.address(), database.address())) {
      return race.run(interleaver).harmed();
    }
  }

  private static Interceptor interceptor(Defect defect) {
    return new Interceptor() {
      @Override
      public Connection opening(Step<Connection> open) throws SQLException {
        Connection connection = open.run();
        if (defect.belowRepeatableRead()) {
          connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        }
        return connection;
      }

      @Override
      public String preparing(String sql) {
        return defect.mutation.preparing(sql);
      }

      @Override
      public boolean queues() {
        return defect.mutation.queues();
      }
    };
  }
}
