package dev.interlock.audit.history;

/// Reports a history that cannot be read or compared with a database. The message is one line for
/// the user.
public final class UnusableHistoryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UnusableHistoryException(String line) {
    super(line);
  }

  public UnusableHistoryException(String line, Throwable cause) {
    super(line, cause);
  }
}
