package dev.interlock.races.contender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.database.Database;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.testkit.servers.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;

/// Contenders that are compared do the same work: all accept, refuse and conserve alike, and those
/// that remember keys give the same answers.
class ContendersTest {

  private static final UUID ALICES = account(1);
  private static final UUID BOBS = account(2);
  private static final UUID LOCATION = UUID.fromString("b0000000-0000-4000-8000-000000000001");

  private static TestDatabase database;

  @BeforeAll
  static void prepare() throws SQLException {
    database = TestDatabase.create();
    try (Connection owner = database.connect()) {
      for (Contender contender : everyone()) {
        contender.prepare(owner);
      }
    }
  }

  @BeforeEach
  void reset() {
    database.reset();
  }

  private static List<Contender> everyone() {
    return Stream.concat(Contenders.all().stream(), Contenders.ofAnomaliesOnly().stream()).toList();
  }

  private static List<Contender> stockKeepers() {
    return thoseThatDo(MeasuredOperation.STOCK_DECREMENT);
  }

  private static List<Contender> permissionChangers() {
    return thoseThatDo(MeasuredOperation.PERMISSION_CHANGE);
  }

  private static List<Contender> thoseThatDo(MeasuredOperation operation) {
    return everyone().stream().filter(each -> each.does(operation)).toList();
  }

  private static List<Contender> keyKeepers() {
    return Contenders.all().stream()
        .filter(each ->
            List.of("interlock", "statements", "function", "function-handled")
                .contains(each.name()))
        .toList();
  }

  private static UUID account(int number) {
    return UUID.fromString("a0000000-0000-4000-8000-00000000000" + number);
  }

  private static DatabaseAddress functions() {
    String password = database.environment().getOrDefault("DATABASE_PASSWORD", "");
    return DatabaseAddress.here(database.port(), database.name(), database.role(), password);
  }

  private static Order transfer(String key, UUID from, UUID to, long amountMinor) {
    return new Order.Transfer("alice", key, from, to, amountMinor, "EUR");
  }

  private static Order decrement(String key, Map<String, Long> quantities) {
    return new Order.Decrement("alice", key, LOCATION, new TreeMap<>(quantities));
  }

  private static Order change(String key, String caller, long version, String to, String role) {
    return new Order.Change(caller, key, ALICES, version, to, role);
  }

  @ParameterizedTest
  @MethodSource("everyone")
  void movesMoneyOrRefuses(Contender contender) throws SQLException {
    try (ContenderSession session = contender.open(functions())) {
      assertThat(session.run(transfer("t1", ALICES, BOBS, 700))).isEqualTo(Result.ACCEPTED);
      assertThat(session.run(transfer("t2", ALICES, BOBS, 99_301))).isEqualTo(Result.REFUSED);
      assertThat(session.run(transfer("t3", ALICES, account(9), 1))).isEqualTo(Result.REFUSED);
      assertThat(session.attempts()).isEqualTo(3);
      assertThat(session.connects()).isEqualTo(contender.name().equals("updates") ? 3 : 1);
    }

    assertThat(balance(ALICES)).isEqualTo(99_300);
    assertThat(balance(BOBS)).isEqualTo(50_700);
  }

  @ParameterizedTest
  @MethodSource("stockKeepers")
  void takesEveryLineOrNone(Contender contender) throws SQLException {
    try (ContenderSession session = contender.open(functions())) {
      assertThat(session.run(decrement("d1", Map.of("TEA-100", 10L, "CUP-1", 2L))))
          .isEqualTo(Result.ACCEPTED);
      assertThat(session.run(decrement("d2", Map.of("TEA-100", 1L, "CUP-1", 4L))))
          .isEqualTo(Result.REFUSED);
      assertThat(session.run(decrement("d3", Map.of("TEA-100", 1L, "UNKNOWN", 1L))))
          .isEqualTo(Result.REFUSED);
    }

    assertThat(onHand("TEA-100")).isEqualTo(990);
    assertThat(onHand("CUP-1")).isEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource("permissionChangers")
  void changesPermissionsButKeepsAnOwner(Contender contender) throws SQLException {
    try (ContenderSession session = contender.open(functions())) {
      assertThat(session.run(change("c1", "alice", 0, "bob", "operator")))
          .isEqualTo(Result.ACCEPTED);
      assertThat(session.run(change("c2", "bob", 1, "carol", "viewer"))).isEqualTo(Result.REFUSED);
      assertThat(session.run(change("c3", "bob", 1, "bob", "none"))).isEqualTo(Result.ACCEPTED);
      assertThat(session.run(change("c4", "alice", 2, "alice", "none"))).isEqualTo(Result.REFUSED);
    }

    assertThat(role("alice")).isEqualTo("owner");
    assertThat(role("bob")).isEqualTo("none");
  }

  /// Otherwise Interlock's statement would be compared with itself.
  @Test
  void theFunctionBehindTheHandlerIsCalled() throws SQLException {
    Contender handled =
        Contenders.all().stream()
            .filter(each -> each.name().equals("function-handled"))
            .findFirst()
            .orElseThrow();
    List<Order> orders =
        List.of(
            transfer("h1", ALICES, BOBS, 1),
            decrement("h2", Map.of("CUP-1", 1L)),
            change("h3", "alice", 0, "bob", "viewer"));
    database.run("ALTER SCHEMA bench RENAME TO elsewhere");
    try (ContenderSession session = handled.open(functions())) {
      for (Order order : orders) {
        assertThatThrownBy(() -> session.run(order)).hasMessageContaining("SQLSTATE 3F000");
      }
    } finally {
      database.run("ALTER SCHEMA elsewhere RENAME TO bench");
    }
  }

  @ParameterizedTest
  @MethodSource("keyKeepers")
  void answersARepeatedKeyAsTheOthersDo(Contender contender) throws SQLException {
    List<Order> orders =
        List.of(
            transfer("k1", ALICES, BOBS, 700),
            transfer("k2", ALICES, BOBS, 1_000_000),
            decrement("k3", Map.of("CUP-1", 2L, "TEA-100", 1L)),
            decrement("k4", Map.of("CUP-1", 9L)),
            decrement("k5", Map.of("UNKNOWN", 9L)),
            change("k6", "alice", 0, "bob", "viewer"),
            change("k7", "alice", 0, "bob", "operator"));
    List<Result> first = run(contender, orders);
    String after = database.everything();

    for (Contender other : keyKeepers()) {
      assertThat(run(other, orders)).as(other.name()).isEqualTo(first);
      assertThat(run(other, List.of(transfer("k1", ALICES, BOBS, 701))))
          .as("another order under the same key, %s", other.name())
          .containsExactly(Result.REFUSED);
    }
    assertThat(database.everything()).isEqualTo(after);
    assertThat(first).filteredOn(Result.ACCEPTED::equals).hasSize(3);
  }

  private static List<Result> run(Contender contender, List<Order> orders) throws SQLException {
    try (ContenderSession session = contender.open(functions())) {
      List<Result> results = new ArrayList<>();
      for (Order order : orders) {
        results.add(session.run(order));
      }
      return results;
    }
  }

  @Test
  void journalingContendersLeaveTheSameRows() throws SQLException {
    List<Order> orders =
        List.of(
            transfer("j1", ALICES, BOBS, 700),
            decrement("j2", Map.of("CUP-1", 2L, "TEA-100", 1L)),
            change("j3", "alice", 0, "bob", "owner"));
    List<String> left = new ArrayList<>();
    for (Contender contender : keyKeepers()) {
      database.reset();
      run(contender, orders);
      // Random ids and times differ.
      left.add(
          database
              .everything()
              .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d[.\\d]*\\+\\d\\d", "<time>")
              .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-(?!000000000)[0-9a-f]{12}", "<uuid>")
              .lines()
              .sorted()
              .toList()
              .toString());
    }

    assertThat(left).containsOnly(left.getFirst());
  }

  @Test
  void rivalsConnectAsInterlockDoes() throws SQLException {
    try (Database interlock = database.database();
        Database rival =
            new RivalConnections(functions(), IsolationLevel.SERIALIZABLE, true).pooled();
        Connection ours = interlock.open();
        Connection theirs = rival.open()) {
      Map<String, String> expected = settings(ours);
      // Interlock sets it in each statement instead.
      expected.put("lock_timeout", "7250");

      assertThat(settings(theirs)).isEqualTo(expected).containsKey("plan_cache_mode");
      assertThat(theirs.unwrap(PGConnection.class).getPrepareThreshold())
          .isEqualTo(ours.unwrap(PGConnection.class).getPrepareThreshold());
    }
  }

  private static Map<String, String> settings(Connection connection) throws SQLException {
    Map<String, String> settings = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT name, setting FROM pg_settings WHERE source IN ('client', 'session')")) {
      while (rows.next()) {
        settings.put(rows.getString(1), rows.getString(2));
      }
    }
    return settings;
  }

  private static long balance(UUID account) {
    return database.number("SELECT balance FROM account WHERE id = '" + account + "'");
  }

  private static long onHand(String sku) {
    return database.number(
        "SELECT on_hand FROM stock WHERE location_id = '" + LOCATION + "' AND sku = '" + sku + "'");
  }

  private static String role(String principal) {
    return database.text(
        "SELECT role FROM permission WHERE resource_id = '"
            + ALICES
            + "' AND principal = '"
            + principal
            + "'");
  }
}
