package dev.interlock.emulator.operations;

import dev.interlock.emulator.database.EmbeddedPostgres;
import dev.interlock.emulator.database.ServerSettings;
import dev.interlock.emulator.host.FreePort;
import dev.interlock.json.JsonText;
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
  private final StubbedSecretsServer secrets = new StubbedSecretsServer();
  private final String arn = secrets.create("interlock", "{}");
  private final List<String> passwords = new CopyOnWriteArrayList<>();
  final TestDatabase database;

  private RotatedDatabase(EmbeddedPostgres server, TestDatabase database) {
    this.server = server;
    this.database = database;
  }

  static RotatedDatabase start(Path folder) throws IOException, SQLException {
    Path cache = Path.of("target").toAbsolutePath();
    int port = FreePort.choose();
    EmbeddedPostgres server =
        EmbeddedPostgres.start(cache, folder, port, ServerSettings.disposable());
    try {
      return on(server, port);
    } catch (SQLException | RuntimeException | AssertionError e) {
      server.close();
      throw e;
    }
  }

  private static RotatedDatabase on(EmbeddedPostgres server, int port)
      throws IOException, SQLException {
    // The owner of the test databases, who also needs a password here.
    try (Connection administrator = server.administrator().connect();
        Statement statement = administrator.createStatement()) {
      statement.execute("CREATE ROLE postgres SUPERUSER LOGIN PASSWORD 'postgres'");
    }
    RotatedDatabase rotated = new RotatedDatabase(server, TestDatabase.createOn(port));
    rotated.publish(rotated.changePassword());
    return rotated;
  }

  /// The environment variables of a function that reads its credential from the secret.
  ///
  /// @param accessKey identifies the function in [#requests]
  Map<String, String> environment(String accessKey) {
    Map<String, String> environment = secrets.environment(database, arn);
    environment.put("AWS_ACCESS_KEY_ID", accessKey);
    environment.put("AWS_SECRET_ACCESS_KEY", SECRET_KEY);
    return environment;
  }

  /// First half of a rotation: gives the role a new password, and returns it.
  String changePassword() {
    // Letters and digits only, because a partial quotation never cuts a word.
    String password = "word" + UUID.randomUUID().toString().replace("-", "");
    passwords.add(password);
    database.run("ALTER ROLE interlock_function PASSWORD '" + password + "'");
    return password;
  }

  /// Second half of a rotation: puts a password into the secret.
  void publish(String password) {
    publishText(JsonText.of(Map.of("username", "interlock_function", "password", password)));
  }

  /// Puts any text into the secret.
  void publishText(String secret) {
    secrets.put(arn, secret);
  }

  /// Makes Secrets Manager answer with an error from now on.
  void failing(String type) {
    secrets.fail(arn, type);
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

  /// The number of requests for the secret, by access key.
  Map<String, Long> requests() {
    return secrets.requestsByAccessKey();
  }

  /// The number of all requests for the secret.
  long requestsInAll() {
    return requests().values().stream().mapToLong(count -> count).sum();
  }

  /// The texts that must never appear in a log or an answer.
  List<String> secretTexts() {
    List<String> all = new ArrayList<>(passwords);
    all.add(SECRET_KEY);
    return all;
  }

  @Override
  public void close() throws IOException {
    secrets.close();
    server.close();
  }
}
