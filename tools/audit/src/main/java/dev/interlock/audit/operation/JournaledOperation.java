package dev.interlock.audit.operation;

import java.util.Map;

/// An operation that keeps keys and leaves entries in journals: a write of the API, the back
/// office, or an operation that its author has described.
public interface JournaledOperation {

  /// The name in the keys that it stores.
  String name();

  /// SQL for the entries of its effects, in the columns that all journals share: `operation`,
  /// `caller`, `idempotency_key`, `created_at` and those of [Journal#mapping].
  String entries();

  /// SQL for every journaled command: `caller`, `idempotency_key` and `command`, an array of the
  /// parts that its fingerprint is made of, in their order. Deliberately independent of the
  /// function's own code.
  String commands();

  /// For each verdict that refuses, a regular expression for what is stored with it.
  Map<String, String> refusalDetails();
}
