package dev.interlock.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

/// That CockroachDB and LocalStack come up in Docker and can be used. Whether all the suites hold
/// on CockroachDB, `./mvnw verify -Pdocker` says.
class DockerTest {

  private static final String WITHOUT =
      "no Docker here: nothing was run on CockroachDB, and on LocalStack neither";

  @BeforeAll
  static void say() {
    if (!isThere()) {
      System.out.println("skipped: " + WITHOUT);
    }
  }

  @BeforeEach
  void skip() {
    assumeTrue(isThere(), WITHOUT);
  }

  private static boolean isThere() {
    return DockerClientFactory.instance().isDockerAvailable();
  }

  @Test
  void cockroachHasTheSchemaAndItsInvariantsHold() {
    TestDatabase database = TestDatabase.createOn(CockroachServer.start());
    Invariants.assertHold(database);
    assertThat(database.number("SELECT count(*) FROM account")).isPositive();
    assertThat(new Backends(database).count()).isZero();
  }

  @Test
  void localStackKeepsTheSecret() throws SQLException {
    TestDatabase database = TestDatabase.create();
    try (SecretsServer secrets = RealSecretsServer.localStack()) {
      Secrets.credentialIsTheSecrets(secrets, database);
      Secrets.absentSecretIsNoCredential(secrets, database);
    }
  }
}
