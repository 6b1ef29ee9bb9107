package dev.interlock.client;

import java.util.Optional;

/// What a command asks for, before it has a key.
///
/// @param <T> what an accepted one returns
public interface CommandRequest<T extends Receipt> {
  String path();

  /// The header, for an operation that needs the version it is based on.
  default Optional<String> ifMatch() {
    return Optional.empty();
  }

  JsonObject body();

  /// The answer to an accepted request.
  T receipt(JsonObject answer);

  /// A request of an operation that this client does not know, such as a function of your own.
  static CommandRequest<OtherReceipt> of(String path, JsonObject body) {
    return new OtherRequest(path, body);
  }
}
