package dev.interlock.emulator.host;

/// Reports that something keeps the emulator from starting: a missing program, a file or folder
/// that it cannot use, a database that refuses it. The message is one line for a person.
public class SetupException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public SetupException(String line) {
    super(line);
  }

  public SetupException(String line, Throwable cause) {
    super(line, cause);
  }
}
