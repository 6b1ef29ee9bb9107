package dev.interlock.emulator.host;

/// Reports a reason why the emulator cannot start, such as a missing program, an unusable folder or
/// a database that refuses it. The message is one line for a person.
public class SetupException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public SetupException(String line) {
    super(line);
  }

  public SetupException(String line, Throwable cause) {
    super(line, cause);
  }
}
