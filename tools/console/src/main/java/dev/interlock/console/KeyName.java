package dev.interlock.console;

/// A caller's idempotency key for an operation.
record KeyName(String caller, String operation, String key) {}
