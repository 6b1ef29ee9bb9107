package dev.interlock.office.tables;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A script in the folder of an operation.
///
/// @param version that of a migration, 0 for the rights, -1 for the demo data
/// @param name as in `voucher-redemption/001-vouchers`
public record TableScript(String operation, int version, String name, String sql) {

  private static final int RIGHTS = 0;

  /// Whether it changes tables.
  public boolean isMigration() {
    return version > 0;
  }

  /// The SHA-256 of its text, in hexadecimal.
  public String checksum() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(sql.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// SQL that records the script as applied. Rights may be granted again; anything else is applied
  /// once, so this fails if another session has recorded it.
  public String recording() {
    String insert =
        """
        INSERT INTO interlock_operation_migration (operation, version, name, checksum)
        VALUES ('%s', %d, '%s', '%s')\
        """
            .formatted(operation, version, name.substring(operation.length() + 1), checksum());
    return insert
        + (version != RIGHTS
            ? ";\n"
            : """
             ON CONFLICT (operation, version)
            DO UPDATE SET checksum = excluded.checksum, applied_at = clock_timestamp();
            """);
  }
}
