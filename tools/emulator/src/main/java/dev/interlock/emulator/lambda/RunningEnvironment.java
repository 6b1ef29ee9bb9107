package dev.interlock.emulator.lambda;

import dev.interlock.emulator.clock.ClockOffset;
import java.util.Optional;

/// An execution environment as seen from outside, for example to inject faults.
public sealed interface RunningEnvironment permits ExecutionEnvironment {
  /// The logical id of its function.
  String logicalId();

  /// The child JVM. The pool notices when it is killed.
  ProcessHandle process();

  /// Whether the function has started and asked for its first event.
  boolean isInitialized();

  /// The number of events that it received.
  long invocations();

  /// Whether it has an unanswered call.
  boolean isBusy();

  /// The offset of its clock; empty if its clock cannot be moved.
  Optional<ClockOffset> clock();
}
