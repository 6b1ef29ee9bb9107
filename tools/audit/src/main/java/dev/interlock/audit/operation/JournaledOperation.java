package dev.interlock.audit.operation;

import java.util.List;
import java.util.Map;

/// An operation that keeps keys and leaves entries in journals: a write of the API, or the back
/// office.
public interface JournaledOperation {

  /// The name in the keys that it stores.
  String name();

  /// The journals in which its effects are recorded.
  List<Journal> journals();

  /// SQL for every journaled command: `caller`, `idempotency_key` and `command`, an array of the
  /// parts that its fingerprint is made of, in their order. Written here a second time on purpose.
  String commands();

  /// For each verdict that refuses, a regular expression for what is stored with it.
  Map<String, String> refusalDetails();
}
