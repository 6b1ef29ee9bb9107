package dev.interlock.write;

import dev.interlock.api.Caller;
import dev.interlock.api.IdempotencyKey;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// What makes a command the same one when it comes again: whose it is, under which key, and what it
/// says.
///
/// @param operation the namespace of the key: a caller may use one key once per operation
/// @param fingerprint 32 bytes, see [dev.interlock.api.Fingerprint]
@SuppressWarnings("ArrayRecordComponent") // never compared as a record
public record CommandIdentity(
    Caller caller, String operation, IdempotencyKey key, byte[] fingerprint) {

  /// Sets the first three parameters of every conditional statement: caller, key and fingerprint.
  public void bind(PreparedStatement statement) throws SQLException {
    statement.setString(1, caller.subject());
    statement.setString(2, key.value());
    statement.setBytes(3, fingerprint);
  }
}
