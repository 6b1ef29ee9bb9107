package dev.interlock.audit.operation;

/// The answer to a verdict that refuses.
///
/// @param verdict as it is stored under the key
/// @param problem the problem's name and, after a space, its pointer if it has one
/// @param detail a regular expression for what is stored with the verdict: the members that its
///   answer needs besides the command
public record RefusalAnswer(String verdict, int status, String problem, String detail) {

  /// An answer that needs nothing besides the command.
  public RefusalAnswer(String verdict, int status, String problem) {
    this(verdict, status, problem, "[{]}");
  }
}
