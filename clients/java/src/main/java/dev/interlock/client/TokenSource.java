package dev.interlock.client;

import java.util.Optional;

/// Where a client gets its caller's token. It is asked before each attempt, so it should keep a
/// token for as long as it is valid.
@FunctionalInterface
public interface TokenSource {
  /// A token that is valid now.
  ///
  /// @param rejected the token that the API has just answered 401 to: a new one is needed
  String token(Optional<String> rejected);
}
