package dev.interlock.launcher;

/// The exit codes, which `--help` lists.
final class ExitCode {
  static final int DONE = 0;

  /// The check found a problem, or the back office's command was refused.
  static final int BROKEN = 1;

  /// The command line is wrong, or something that the command needs is missing or in use.
  static final int USAGE = 2;

  /// The check or the command could not be started or finished, so its result is unknown.
  static final int UNCHECKED = 3;

  private ExitCode() {}
}
