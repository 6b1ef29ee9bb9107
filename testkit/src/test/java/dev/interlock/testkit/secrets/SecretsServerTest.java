package dev.interlock.testkit.secrets;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.interlock.testkit.servers.TestDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/// Secrets Manager as a function uses it, on the stub that other tests rely on, and on an
/// implementation where there is one.
class SecretsServerTest {

  private static final TestDatabase DATABASE = TestDatabase.create();

  @Test
  void stub() throws SQLException {
    try (SecretsServer stub = new StubbedSecretsServer()) {
      Secrets.check(stub, DATABASE);
    }
  }

  @Test
  void implementation() throws SQLException {
    try (SecretsServer opened = SecretsServer.open()) {
      assumeFalse(
          opened instanceof StubbedSecretsServer,
          "needs moto_server on the PATH (pip install 'moto[server]'), or an endpoint in "
              + SecretsServer.VARIABLE);
      Secrets.check(opened, DATABASE);
    }
  }
}
