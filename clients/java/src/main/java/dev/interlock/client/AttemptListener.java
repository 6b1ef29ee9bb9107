package dev.interlock.client;

/// Hears of every attempt as it ends, in the thread that made it: for logs, metrics and records.
@FunctionalInterface
public interface AttemptListener {
  void ended(Attempt attempt);
}
