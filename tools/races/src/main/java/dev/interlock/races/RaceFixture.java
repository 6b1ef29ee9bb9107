package dev.interlock.races;

import dev.interlock.emulator.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
