package dev.interlock.launcher;

/// An error that the user can correct. It ends the command with one line and exit code 2.
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UsageException(String line) {
    super(line);
  }

  public UsageException(String line, Throwable cause) {
    super(line, cause);
  }
}
