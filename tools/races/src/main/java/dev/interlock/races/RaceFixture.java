package dev.interlock.races;

import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.races.contender.PlacedHold;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/// Inserts the rows of a race, fresh ones for each round, and reads what the race left behind.
public final class RaceFixture implements AutoCloseable {

  static final String SKU = "LAST-ONE";

  private final Connection owner;

  RaceFixture(DatabaseAddress address) throws SQLException {
    owner = address.connect();
  }

  private static String resource(String kind, String grants, String guardedRow) {
    return """
    WITH held AS (
      INSERT INTO resource (id, kind, owner_count)
      SELECT ?, '%1$s', count(*) FILTER (WHERE role = 'owner')
        FROM (VALUES %2$s) AS g (principal, role)
      RETURNING id
    ), granted AS (
      INSERT INTO permission (resource_id, principal, role)
      SELECT id, principal, role FROM held CROSS JOIN (VALUES %2$s) AS g (principal, role)
    )
    %3$s FROM held
    """
        .formatted(kind, grants, guardedRow);
  }

  private static final String BALANCE =
      "INSERT INTO account (id, currency, balance) SELECT id, 'EUR', ?";

  private static final String ACCOUNT = resource("account", "('alice', 'owner')", BALANCE);

  private static final String LOCATION =
      resource(
          "location",
          "('alice', 'owner')",
          "INSERT INTO stock (location_id, sku, on_hand) SELECT id, '" + SKU + "', ?");

  private static final String OWNED_BY_TWO =
      resource("account", "('alice', 'owner'), ('bob', 'owner')", BALANCE);

  private static final String OPERATED =
      resource("account", "('bob', 'owner'), ('alice', 'operator')", BALANCE);

  /// An account that alice owns.
  public UUID account(long balance) throws SQLException {
    return insert(ACCOUNT, balance);
  }

  /// A location that alice owns, with this many units of one SKU.
  public UUID location(long onHand) throws SQLException {
    return insert(LOCATION, onHand);
  }

  /// A hold between two accounts of alice. The destination's row is the first that a settlement
  /// writes, because it has the smaller id.
  ///
  /// @param counted whether the source's row counts the hold
  PlacedHold hold(long balance, long amount, Duration lifetime, boolean counted)
      throws SQLException {
    UUID one = account(0);
    UUID other = account(0);
    boolean ordered = one.toString().compareTo(other.toString()) < 0;
    PlacedHold hold =
        new PlacedHold(UUID.randomUUID(), ordered ? other : one, ordered ? one : other);
    try (PreparedStatement insert = owner.prepareStatement(HOLD)) {
      insert.setLong(1, balance);
      insert.setLong(2, counted ? amount : 0);
      insert.setObject(3, hold.from());
      insert.setObject(4, hold.id());
      insert.setObject(5, hold.to());
      insert.setLong(6, amount);
      insert.setLong(7, lifetime.toMillis());
      insert.executeUpdate();
    }
    return hold;
  }

  private static final String HOLD =
      """
      WITH source AS (
        UPDATE account SET balance = ?, held = ? WHERE id = ? RETURNING id
      )
      INSERT INTO hold (id, source_id, destination_id, amount, expires_at)
      SELECT ?, id, ?, ?, clock_timestamp() + ? * interval '1 millisecond' FROM source
      """;

  /// Waits until a hold has expired, by the database's clock.
  void awaitExpiry(PlacedHold hold) throws SQLException {
    try (PreparedStatement sleep = owner.prepareStatement(EXPIRY)) {
      sleep.setObject(1, hold.id());
      sleep.executeQuery().close();
    }
  }

  private static final String EXPIRY =
      """
      SELECT pg_sleep(greatest(0, extract(epoch FROM expires_at - clock_timestamp())) + 0.001)
        FROM hold WHERE id = ?
      """;

  /// An account that alice and bob both own.
  UUID ownedByTwo() throws SQLException {
    return insert(OWNED_BY_TWO, 0);
  }

  /// An account that bob owns and alice may transfer from.
  UUID operatedAccount(long balance) throws SQLException {
    return insert(OPERATED, balance);
  }

  private UUID insert(String sql, long amount) throws SQLException {
    UUID id = UUID.randomUUID();
    try (PreparedStatement insert = owner.prepareStatement(sql)) {
      insert.setObject(1, id);
      insert.setLong(2, amount);
      insert.executeUpdate();
    }
    return id;
  }

  /// The balance of an account.
  public long balance(UUID account) throws SQLException {
    return number("SELECT balance FROM account WHERE id = ?", account);
  }

  /// The units at a location.
  public long onHand(UUID location) throws SQLException {
    return number("SELECT on_hand FROM stock WHERE location_id = ?", location);
  }

  long owners(UUID resource) throws SQLException {
    return number(
        "SELECT count(*) FROM permission WHERE resource_id = ? AND role = 'owner'", resource);
  }

  private long number(String sql, UUID id) throws SQLException {
    try (PreparedStatement select = owner.prepareStatement(sql)) {
      select.setObject(1, id);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    owner.close();
  }
}
