package dev.interlock.json;

/// A text is not a single JSON object. The message is a predicate, such as "is empty".
public final class MalformedJsonException extends Exception {

  private static final long serialVersionUID = 1L;

  /// Creates an exception with a predicate about the text.
  public MalformedJsonException(String message) {
    super(message);
  }

  /// Creates an exception with a predicate about the text, and the parser's failure.
  public MalformedJsonException(String message, Throwable cause) {
    super(message, cause);
  }
}
