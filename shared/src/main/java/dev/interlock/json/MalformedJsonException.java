package dev.interlock.json;

/// A text is not a single JSON object. The message is a predicate, such as "is empty".
public final class MalformedJsonException extends Exception {

  private static final long serialVersionUID = 1L;

  /// Says what is wrong with the text.
  public MalformedJsonException(String message) {
    super(message);
  }

  /// The same, with what found it.
  public MalformedJsonException(String message, Throwable cause) {
    super(message, cause);
  }
}
