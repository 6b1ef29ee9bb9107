package dev.interlock.bench.anomaly;

import dev.interlock.emulator.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/// Puts in the rows that a race is run on, new ones for each round, and looks at what became of
/// them.
final class RaceFixture implements AutoCloseable {

  static final String SKU = "LAST-ONE";

  private final Connection owner;

  RaceFixture(DatabaseAddress address) throws SQLException {
    owner = address.connect();
  }

  private static final String ACCOUNT =
      """
      WITH held AS (INSERT INTO resource (id, kind, owner_count) VALUES (?, 'account', 1)
                    RETURNING id),
           granted AS (INSERT INTO permission (resource_id, principal, role)
                       SELECT id, 'alice', 'owner' FROM held)
      INSERT INTO account (id, currency, balance) SELECT id, 'EUR', ? FROM held
      """;

  /// An account of alice's.
  UUID account(long balance) throws SQLException {
    return put(ACCOUNT, balance);
  }

  private static final String LOCATION =
      """
      WITH held AS (INSERT INTO resource (id, kind, owner_count) VALUES (?, 'location', 1)
                    RETURNING id),
           granted AS (INSERT INTO permission (resource_id, principal, role)
                       SELECT id, 'alice', 'owner' FROM held)
      INSERT INTO stock (location_id, sku, on_hand) SELECT id, 'LAST-ONE', ? FROM held
      """;

  /// A location of alice's, with so many of the one SKU.
  UUID location(long onHand) throws SQLException {
    return put(LOCATION, onHand);
  }

  private static final String SHARED =
      """
      WITH held AS (INSERT INTO resource (id, kind, owner_count) VALUES (?, 'account', ?)
                    RETURNING id)
      INSERT INTO permission (resource_id, principal, role)
      SELECT id, principal, 'owner' FROM held CROSS JOIN (VALUES ('alice'), ('bob')) o (principal)
      """;

  /// A resource that alice and bob both own.
  UUID ownedByTwo() throws SQLException {
    return put(SHARED, 2);
  }

  private static final String OPERATED =
      """
      WITH held AS (INSERT INTO resource (id, kind, owner_count) VALUES (?, 'account', 1)
                    RETURNING id),
           granted AS (INSERT INTO permission (resource_id, principal, role)
                       SELECT id, 'bob', 'owner' FROM held
                       UNION ALL
                       SELECT id, 'alice', 'operator' FROM held)
      INSERT INTO account (id, currency, balance) SELECT id, 'EUR', ? FROM held
      """;

  /// An account of bob's that alice may move money from.
  UUID operatedAccount(long balance) throws SQLException {
    return put(OPERATED, balance);
  }

  private UUID put(String sql, long number) throws SQLException {
    UUID id = UUID.randomUUID();
    try (PreparedStatement insert = owner.prepareStatement(sql)) {
      insert.setObject(1, id);
      insert.setLong(2, number);
      insert.executeUpdate();
    }
    return id;
  }

  long balance(UUID account) throws SQLException {
    return number("SELECT balance FROM account WHERE id = ?", account);
  }

  long onHand(UUID location) throws SQLException {
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
