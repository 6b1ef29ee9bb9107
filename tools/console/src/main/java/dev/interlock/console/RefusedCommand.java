package dev.interlock.console;

/// A request that the console does not carry out, with the answer's status and words.
final class RefusedCommand extends Exception {
  private static final long serialVersionUID = 1;

  final int status;
  final String title;

  RefusedCommand(int status, String title, String detail) {
    super(detail);
    this.status = status;
    this.title = title;
  }

  static RefusedCommand malformed(String detail) {
    return new RefusedCommand(400, "Malformed request", detail);
  }

  static RefusedCommand conflict(String detail) {
    return new RefusedCommand(409, "Not now", detail);
  }
}
