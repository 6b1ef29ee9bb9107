package dev.interlock.client;

/// Called after every attempt, in the thread that made it: for logs, metrics and records.
@FunctionalInterface
public interface AttemptListener {
  void ended(Attempt attempt);
}
