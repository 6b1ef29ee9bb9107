package dev.interlock.write;

/// A checked command, which a [ConditionalStatement] decides: it cannot exist unless it is valid.
public interface Command {

  /// Identifies the command when it is sent again.
  CommandIdentity identity();
}
