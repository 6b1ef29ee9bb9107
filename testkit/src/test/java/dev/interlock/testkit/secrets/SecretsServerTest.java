package dev.interlock.testkit.secrets;

import dev.interlock.testkit.servers.TestDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Secrets Manager as a function uses it, on the server of the run.
class SecretsServerTest {

  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final SecretsServer SECRETS = SecretsServer.open();

  @AfterAll
  static void close() {
    SECRETS.close();
  }

  @Test
  void credentialIsTheSecrets() throws SQLException {
    Secrets.credentialIsTheSecrets(SECRETS, DATABASE);
  }

  @Test
  void absentSecretIsNoCredential() {
    Secrets.absentSecretIsNoCredential(SECRETS, DATABASE);
  }
}
