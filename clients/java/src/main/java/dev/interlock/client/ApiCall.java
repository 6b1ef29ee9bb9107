package dev.interlock.client;

import java.util.Optional;

/// What the client sends: to which path, and with what of a command.
///
/// @param path with the query
/// @param command empty for a read
public record ApiCall(String path, Optional<KeyedCommand<?>> command) {
  static ApiCall read(String path) {
    return new ApiCall(path, Optional.empty());
  }

  static ApiCall write(KeyedCommand<?> command) {
    return new ApiCall(command.path(), Optional.of(command));
  }
}
