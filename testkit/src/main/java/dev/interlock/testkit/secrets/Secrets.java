package dev.interlock.testkit.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.database.Database;
import dev.interlock.testkit.servers.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/// What a function finds in any Secrets Manager: the checks, apart from the servers that they are
/// run on.
public final class Secrets {

  private Secrets() {}

  /// The credential is the secret's, and once the secret has changed, the next environment's too.
  public static void credentialIsTheSecrets(SecretsServer secrets, TestDatabase database)
      throws SQLException {
    String arn = secrets.create("interlock/database", json(database.role(), database.password()));
    assertThat(userOf(secrets.environment(database, arn))).isEqualTo(database.role());

    secrets.put(arn, json("nobody-of-this-name", "wrong"));
    assertThatThrownBy(() -> userOf(secrets.environment(database, arn)))
        .isInstanceOf(SQLException.class);
  }

  /// A secret that is not there is no credential, and the reason tells which error it was.
  public static void absentSecretIsNoCredential(SecretsServer secrets, TestDatabase database) {
    String absent = "arn:aws:secretsmanager:us-east-1:123456789012:secret:absent-AbCdEf";
    assertThatThrownBy(() -> userOf(secrets.environment(database, absent)))
        .isInstanceOf(SQLException.class)
        .rootCause()
        // AWS says 400, and others 404.
        .hasMessageMatching("Secrets Manager answered 40[04], ResourceNotFoundException");
  }

  // As RDS writes it: more than the two members that count.
  private static String json(String user, String password) {
    return """
    {"engine": "postgres", "host": "elsewhere", "port": 5432, "dbname": "interlock",
     "username": "%s", "password": "%s"}
    """
        .formatted(user, password);
  }

  private static String userOf(Map<String, String> environment) throws SQLException {
    try (Database functions = Database.of(environment);
        Connection connection = functions.open();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT current_user")) {
      row.next();
      return row.getString(1);
    }
  }
}
