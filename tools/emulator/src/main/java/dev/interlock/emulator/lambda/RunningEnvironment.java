package dev.interlock.emulator.lambda;

import dev.interlock.emulator.clock.ClockOffset;
import java.util.Optional;

/// An execution environment as whoever would strike it sees it from outside.
public sealed interface RunningEnvironment permits ExecutionEnvironment {
  /// Of its function.
  String logicalId();

  /// The child JVM. Killing it is what the environment's pool has to notice by itself.
  ProcessHandle process();

  /// Whether it has been given a call that it has not answered.
  boolean isBusy();

  /// What moves its clock, where environments were started for that.
  Optional<ClockOffset> clock();
}
