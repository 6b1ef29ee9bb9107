package dev.interlock.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.UUID;

/// Numbered accounts, each with its own owner. Ids and owners are computed from the number, in Java
/// and in SQL alike, so that ten million of them need no memory.
///
/// @param prefix the first hexadecimal digits of the ids, up to eight: ids with a common prefix are
///   adjacent in an index, as if they had the tables to themselves
public record NumberedAccounts(String prefix, int count) {

  /// The initial balance, in minor units: enough for every run, and the sum of ten million is a
  /// long.
  public static final long BALANCE = 10_000_000_000L;

  private static final int ID_DIGITS = 32;

  /// The id of an account, as SQL.
  ///
  /// @param n an expression for the account's number
  public String idSql(String n) {
    return "('%1$s' || substr(md5('%1$s account ' || %2$s), %3$d))::uuid"
        .formatted(prefix, n, 1 + prefix.length());
  }

  /// The owner of an account, as SQL.
  public String ownerSql(String n) {
    return "md5('%s owner ' || %s)::uuid::text".formatted(prefix, n);
  }

  UUID id(int n) {
    return uuid(prefix + md5(prefix + " account " + n).substring(prefix.length()));
  }

  String owner(int n) {
    return uuid(md5(prefix + " owner " + n)).toString();
  }

  private static UUID uuid(String digits) {
    BigInteger all = new BigInteger(digits, 16);
    return new UUID(all.shiftRight(Long.SIZE).longValue(), all.longValue());
  }

  private static String md5(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  /// Opens all accounts, with an opening balance.
  void open(Connection owner) throws SQLException {
    String numbers = "FROM generate_series(0, " + (count - 1) + ") AS n";
    Sql.run(
        owner,
        "INSERT INTO resource (id, kind, acl_version, owner_count) SELECT %s, 'account', 0, 1 %s"
            .formatted(idSql("n"), numbers));
    Sql.run(
        owner,
        "INSERT INTO permission (resource_id, principal, role) SELECT %s, %s, 'owner' %s"
            .formatted(idSql("n"), ownerSql("n"), numbers));
    Sql.run(
        owner,
        """
        INSERT INTO account (id, currency, balance, status, version)
        SELECT %s, 'EUR', %d, 'open', 1 %s
        """
            .formatted(idSql("n"), BALANCE, numbers));
    Sql.run(
        owner,
        """
        INSERT INTO account_entry (account_id, version, amount, balance_after, reference)
        SELECT %s, 1, %2$d, %2$d, 'opening balance' %3$s
        """
            .formatted(idSql("n"), BALANCE, numbers));
  }

  /// A query over all accounts, as SQL.
  ///
  /// @param table `account` or `resource`
  String selectSql(String columns, String table) {
    String rest = "0".repeat(ID_DIGITS - prefix.length());
    return "SELECT %s FROM %s WHERE id BETWEEN '%s' AND '%s'"
        .formatted(columns, table, prefix + rest, prefix + rest.replace('0', 'f'));
  }
}
