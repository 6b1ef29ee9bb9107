package dev.interlock.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.tables.Invariants;
import org.junit.jupiter.api.Test;

/// A CockroachDB container can be used as a test server. `./mvnw verify -Pdocker` runs every suite
/// on one, and skips nothing.
class CockroachServerTest {

  @Test
  void newDatabaseHasTheDemoDataAndNoSessions() {
    RequiredImage.orSkip(CockroachServer.image());
    TestDatabase database = TestDatabase.createOn(CockroachServer.start());
    Invariants.assertHold(database);
    assertThat(database.number("SELECT count(*) FROM account")).isPositive();
    assertThat(new Backends(database).count()).isZero();
  }
}
