package dev.interlock.launcher;

/// How a command ends, as `--help` lists it.
final class ExitCode {
  static final int DONE = 0;

  /// Something is wrong with what was checked.
  static final int BROKEN = 1;

  /// The command line asks for something that cannot be done.
  static final int USAGE = 2;

  /// The check could not be made, or not finished: nothing is known.
  static final int UNCHECKED = 3;

  private ExitCode() {}
}
