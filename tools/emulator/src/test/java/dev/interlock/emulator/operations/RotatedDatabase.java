package dev.interlock.emulator.operations;

import dev.interlock.emulator.database.EmbeddedPostgres;
import dev.interlock.emulator.host.FreePort;
import dev.interlock.json.JsonText;
import dev.interlock.testkit.StubbedSecretsServer;
import dev.interlock.testkit.TestDatabase;
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

/// A PostgreSQL that asks the functions' role for a password, and the secret that has it.
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
    EmbeddedPostgres server = EmbeddedPostgres.start(cache, folder, port, false);
    try {
      return on(server, port);
    } catch (SQLException | RuntimeException | AssertionError e) {
      server.close();
      throw e;
    }
  }

  private static RotatedDatabase on(EmbeddedPostgres server, int port)
      throws IOException, SQLException {
    // The tests' owner; this server asks it for its password too.
    try (Connection administrator = server.administrator().connect();
        Statement statement = administrator.createStatement()) {
      statement.execute("CREATE ROLE postgres SUPERUSER LOGIN PASSWORD 'postgres'");
    }
    RotatedDatabase rotated = new RotatedDatabase(server, TestDatabase.createOn(port));
    rotated.publish(rotated.changePassword());
    return rotated;
  }

  /// The variables of a function that takes its credential out of the secret.
  ///
  /// @param accessKey whose requests for the secret are told apart by it
  Map<String, String> environment(String accessKey) {
    Map<String, String> environment = secrets.environment(database, arn);
    environment.put("AWS_ACCESS_KEY_ID", accessKey);
    environment.put("AWS_SECRET_ACCESS_KEY", SECRET_KEY);
    return environment;
  }

  /// Gives the role another password, as the first half of a rotation does, and tells which.
  String changePassword() {
    // Letters and figures only: where a text is quoted in part, a word is shown whole.
    String password = "word" + UUID.randomUUID().toString().replace("-", "");
    passwords.add(password);
    database.run("ALTER ROLE interlock_function PASSWORD '" + password + "'");
    return password;
  }

  /// Makes a password the secret's current value: the other half.
  void publish(String password) {
    publishText(JsonText.of(Map.of("username", "interlock_function", "password", password)));
  }

  /// Makes any text the secret's current value.
  void publishText(String secret) {
    secrets.put(arn, secret);
  }

  /// Lets Secrets Manager answer with an error from now on.
  void failing(String type) {
    secrets.fail(arn, type);
  }

  /// Ends the functions' connections, after which they have to log in again; says how many.
  long endConnections() {
    return database.number(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            + " WHERE usename = 'interlock_function'");
  }

  /// A whole rotation, at one stroke.
  void rotate() {
    publish(changePassword());
    endConnections();
  }

  /// How often the secret has been asked for, by access key.
  Map<String, Long> asked() {
    return secrets.requestsByAccessKey();
  }

  /// The same of all together.
  long askedInAll() {
    return asked().values().stream().mapToLong(count -> count).sum();
  }

  /// Everything that nobody may ever read in a log or an answer.
  List<String> unspeakable() {
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
