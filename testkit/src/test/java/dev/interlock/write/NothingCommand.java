package dev.interlock.write;

import dev.interlock.testkit.servers.TestDatabase;

/// Do nothing, once.
record NothingCommand(String key) implements Command {

  static final String OPERATION = "nothing";

  @Override
  public CommandIdentity identity() {
    return new CommandIdentity("alice", OPERATION, key, Fingerprint.of(key));
  }

  long keysIn(TestDatabase database) {
    return database.number(
        "SELECT count(*) FROM idempotency WHERE idempotency_key = '" + key + "'");
  }
}
