package dev.interlock.races.contender;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/// A write that a caller asks for, under one idempotency key.
public sealed interface Order {
  /// The principal who sends it.
  String caller();

  /// The idempotency key: makes retries harmless, for the contenders that store it.
  String key();

  /// The operation that it asks for.
  default MeasuredOperation operation() {
    return switch (this) {
      case Transfer _ -> MeasuredOperation.TRANSFER;
      case Decrement _ -> MeasuredOperation.STOCK_DECREMENT;
      case Change _ -> MeasuredOperation.PERMISSION_CHANGE;
      case Settlement _ -> MeasuredOperation.SETTLEMENT;
    };
  }

  /// Moves money between two accounts.
  record Transfer(String caller, String key, UUID from, UUID to, long amountMinor, String currency)
      implements Order {}

  /// Takes stock from one location.
  ///
  /// @param quantities by SKU
  record Decrement(String caller, String key, UUID location, SortedMap<String, Long> quantities)
      implements Order {
    /// Copies the quantities.
    public Decrement {
      quantities = Collections.unmodifiableSortedMap(new TreeMap<>(quantities));
    }
  }

  /// Grants a role on a resource, or revokes it.
  ///
  /// @param version of the permissions that the change is based on
  /// @param role in the contract's words; `none` revokes
  record Change(
      String caller, String key, UUID resource, long version, String principal, String role)
      implements Order {}

  /// Takes money that a hold has set aside.
  record Settlement(String caller, String key, PlacedHold hold, long amountMinor)
      implements Order {}
}
