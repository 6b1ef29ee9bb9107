package dev.interlock.bench;

import dev.interlock.launcher.Interlock;

/// The command `./interlock bench`, beside the ones of `local`.
public final class Bench {
  private Bench() {}

  /// Runs the command and ends the process with its exit code.
  public static void main(String[] arguments) {
    System.exit(Interlock.commandLine(new BenchCommand()).execute(arguments));
  }
}
