package dev.interlock.launcher;

/// Says what the person at the keyboard can put right; it ends a command with one line and exit 2.
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UsageException(String line) {
    super(line);
  }

  public UsageException(String line, Throwable cause) {
    super(line, cause);
  }
}
