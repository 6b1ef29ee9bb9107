package dev.interlock.emulator.database;

import dev.interlock.emulator.host.SetupException;

/// Reports that there is no PostgreSQL to embed for this operating system and processor.
public final class NoEmbeddedPostgresException extends SetupException {
  private static final long serialVersionUID = 1;

  NoEmbeddedPostgresException() {
    super("no embedded PostgreSQL for this machine");
  }
}
