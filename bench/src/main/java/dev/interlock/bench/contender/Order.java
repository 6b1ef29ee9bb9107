package dev.interlock.bench.contender;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/// What a caller asks for, once under each key.
public sealed interface Order {
  /// Who asks.
  String caller();

  /// What makes sending it again harmless, where somebody heeds it.
  String key();

  /// Which of the writes it asks for.
  default Operation operation() {
    return switch (this) {
      case Transfer _ -> Operation.TRANSFER;
      case Decrement _ -> Operation.DECREMENT;
      case Change _ -> Operation.CHANGE;
    };
  }

  /// Move money between two accounts.
  record Transfer(String caller, String key, UUID from, UUID to, long amountMinor, String currency)
      implements Order {}

  /// Take stock at one location.
  ///
  /// @param quantities by SKU
  record Decrement(String caller, String key, UUID location, SortedMap<String, Long> quantities)
      implements Order {
    /// Keeps a copy.
    public Decrement {
      quantities = Collections.unmodifiableSortedMap(new TreeMap<>(quantities));
    }
  }

  /// Give somebody a role at a resource, or take it away.
  ///
  /// @param version of the resource's permissions, from which the change is made
  /// @param role as the contract names it, `none` to take it away
  record Change(
      String caller, String key, UUID resource, long version, String principal, String role)
      implements Order {}
}
