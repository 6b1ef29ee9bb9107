package dev.interlock.audit.operation;

/// The answer to a verdict that refuses.
///
/// @param verdict as it is stored under the key
/// @param problem the problem's name and, after a space, its pointer if it has one
public record RefusalAnswer(String verdict, int status, String problem) {}
