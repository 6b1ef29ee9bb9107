package dev.interlock.soak;

import dev.interlock.audit.operation.Operation;
import dev.interlock.client.KeyedCommand;
import java.util.Optional;

/// A request of a caller, which may be sent more than once.
///
/// @param name client and number, under which the fault plan knows it
/// @param path with the query of a read
/// @param command empty for a read
record Call(
    String name,
    Operation operation,
    String caller,
    String path,
    Optional<KeyedCommand<?>> command) {

  /// The key of a write; empty for a read.
  Optional<String> key() {
    return command.map(KeyedCommand::key);
  }

  /// The same, with a query after its path.
  Call withQuery(String query) {
    return new Call(name, operation, caller, path + query, command);
  }
}
