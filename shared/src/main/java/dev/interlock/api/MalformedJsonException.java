package dev.interlock.api;

/// A text is not the one JSON object it had to be; the message says how, as a verb phrase.
public final class MalformedJsonException extends Exception {

  private static final long serialVersionUID = 1L;

  MalformedJsonException(String message) {
    super(message);
  }

  MalformedJsonException(String message, Throwable cause) {
    super(message, cause);
  }
}
