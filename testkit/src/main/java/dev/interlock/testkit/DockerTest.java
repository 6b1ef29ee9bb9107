package dev.interlock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// That CockroachDB and LocalStack come up in Docker and can be used. Whether all the suites hold
/// on CockroachDB, `./mvnw verify -Pdocker` says; there nothing is skipped.
class DockerTest {

  private static final boolean REQUIRED =
      System.getProperty("interlock.test.docker", "optional").equals("required");

  private static void skipWithout(String image) {
    Optional<String> obstacle = DockerImages.obstacleTo(image);
    if (obstacle.isEmpty()) {
      return;
    }
    String reason = "no container of " + image + ": " + obstacle.get();
    if (REQUIRED) {
      fail(reason);
    }
    System.out.println("skipped: " + reason);
    abort(reason);
  }

  @Test
  void cockroachHasTheSchemaAndItsInvariantsHold() {
    skipWithout(CockroachServer.image());
    TestDatabase database = TestDatabase.createOn(CockroachServer.start());
    Invariants.assertHold(database);
    assertThat(database.number("SELECT count(*) FROM account")).isPositive();
    assertThat(new Backends(database).count()).isZero();
  }

  @Test
  void localStackKeepsTheSecret() throws SQLException {
    skipWithout(RealSecretsServer.image());
    TestDatabase database = TestDatabase.create();
    try (SecretsServer secrets = RealSecretsServer.localStack()) {
      Secrets.check(secrets, database);
    }
  }
}
