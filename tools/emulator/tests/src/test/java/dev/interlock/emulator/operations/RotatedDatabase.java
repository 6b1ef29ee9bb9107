package dev.interlock.emulator.operations;

import dev.interlock.emulator.database.EmbeddedPostgres;
import dev.interlock.emulator.database.ServerSettings;
import dev.interlock.emulator.host.FreePort;
import dev.interlock.json.JsonText;
import dev.interlock.testkit.secrets.SecretsServer;
import dev.interlock.testkit.secrets.StubbedSecretsServer;
import dev.interlock.testkit.servers.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// A PostgreSQL that requires a password from the functions' role, and the secret that holds it.
final class RotatedDatabase implements AutoCloseable {

  private static final String SECRET_KEY = "the-secret-key-of-the-role";

  private final EmbeddedPostgres server;
  private final SecretsServer secrets;
  private final List<String> passwords = new CopyOnWriteArrayList<>();
  final String arn;
  final TestDatabase database;

  private RotatedDatabase(EmbeddedPostgres server, TestDatabase database, SecretsServer secrets) {
    this.server = server;
    this.database = database;
    this.secrets = secrets;
    this.arn = secrets.create("interlock", "{}");
  }

  /// Starts the PostgreSQL.
  ///
  /// @param secrets a server that holds the secret; it stays open
  static RotatedDatabase start(Path folder, SecretsServer secrets)
      throws IOException, SQLException {
    Path cache = Path.of("target").toAbsolutePath();
    int port = FreePort.choose();
    EmbeddedPostgres server =
        EmbeddedPostgres.start(cache, folder, port, ServerSettings.disposable());
    try {
      return on(server, port, secrets);
    } catch (SQLException | RuntimeException | AssertionError e) {
      server.close();
      throw e;
    }
  }

  private static RotatedDatabase on(EmbeddedPostgres server, int port, SecretsServer secrets)
      throws IOException, SQLException {
    // The owner of the test databases, who also needs a password here.
    try (Connection administrator = server.administrator().connect();
        Statement statement = administrator.createStatement()) {
      statement.execute("CREATE ROLE postgres SUPERUSER LOGIN PASSWORD 'postgres'");
    }
    RotatedDatabase rotated = new RotatedDatabase(server, TestDatabase.createOn(port), secrets);
    rotated.publish(rotated.changePassword());
    return rotated;
  }

  /// The environment variables of a function that reads its credential from the secret.
  ///
  /// @param accessKey identifies the function in [StubbedSecretsServer#requestsByAccessKey]
  Map<String, String> environment(String accessKey) {
    Map<String, String> environment = secrets.environment(database, arn);
    environment.put("AWS_ACCESS_KEY_ID", accessKey);
    environment.put("AWS_SECRET_ACCESS_KEY", SECRET_KEY);
    return environment;
  }

  /// Chooses a new password.
  String newPassword() {
    // Letters and digits only, because a partial quotation never cuts a word.
    String password = "word" + UUID.randomUUID().toString().replace("-", "");
    passwords.add(password);
    return password;
  }

  /// One half of a rotation: gives the role a password.
  void alterRole(String password) {
    database.run("ALTER ROLE interlock_function PASSWORD '" + password + "'");
  }

  /// Gives the role a new password, and returns it.
  String changePassword() {
    String password = newPassword();
    alterRole(password);
    return password;
  }

  /// The other half of a rotation: puts a password into the secret.
  void publish(String password) {
    publishText(JsonText.of(Map.of("username", "interlock_function", "password", password)));
  }

  /// Puts any text into the secret.
  void publishText(String secret) {
    secrets.put(arn, secret);
  }

  /// Ends the functions' connections, so that they must log in again, and returns their number.
  long endConnections() {
    return database.number(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            + " WHERE usename = 'interlock_function'");
  }

  /// Does a whole rotation without a pause.
  void rotate() {
    publish(changePassword());
    endConnections();
  }

  /// The texts that must never appear in a log or an answer.
  List<String> secretTexts() {
    List<String> all = new ArrayList<>(passwords);
    all.add(SECRET_KEY);
    return all;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
