package dev.interlock.testkit.secrets;

import dev.interlock.testkit.servers.RequiredImage;
import dev.interlock.testkit.servers.TestDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/// The checks of [SecretsServerTest] against LocalStack in a container.
class LocalStackTest {

  @Test
  void credentialComesFromLocalStack() throws SQLException {
    RequiredImage.orSkip(RealSecretsServer.image());
    TestDatabase database = TestDatabase.create();
    try (SecretsServer secrets = RealSecretsServer.localStack()) {
      Secrets.check(secrets, database);
    }
  }
}
