package dev.interlock.soak;

import dev.interlock.audit.operation.Operation;
import java.util.Optional;

/// A request of a caller, which may be sent more than once.
///
/// @param name client and number, under which the fault plan knows it
/// @param key of a write; empty for a read
/// @param body empty for a read
record Call(
    String name,
    Operation operation,
    String caller,
    String path,
    Optional<String> key,
    Optional<String> ifMatch,
    String body) {

  /// The same, with a query after its path.
  Call withQuery(String query) {
    return new Call(name, operation, caller, path + query, key, ifMatch, body);
  }

  /// The same, for this version of a resource's permissions only.
  Call withIfMatch(long version) {
    return new Call(name, operation, caller, path, key, Optional.of("\"" + version + "\""), body);
  }
}
