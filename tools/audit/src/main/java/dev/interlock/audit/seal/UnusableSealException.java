package dev.interlock.audit.seal;

/// Reports a file that is not a seal of the database, or cannot be written. The message is one line
/// for the user.
public final class UnusableSealException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnusableSealException(String line) {
    super(line);
  }

  UnusableSealException(String line, Throwable cause) {
    super(line, cause);
  }
}
