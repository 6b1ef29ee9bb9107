package dev.interlock.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/// A real PgBouncer in front of this run's server, with a limited number of connections to it.
///
/// All other settings have their defaults: in particular, it accepts no startup parameter that it
/// does not pass on.
public final class PgBouncer implements AutoCloseable {

  private static final List<Path> PROGRAMS =
      List.of(Path.of("/usr/sbin/pgbouncer"), Path.of("/usr/bin/pgbouncer"));
  private static final String SETTINGS = "pgbouncer.ini";
  private static final String USERS = "users.txt";
  private static final String LOG = "log";
  private static final Duration START_MAX = Duration.ofSeconds(10);

  private static final int SERVER_CONNECTIONS_MAX = 80;

  private static @Nullable PgBouncer ofTheRun;

  private final Process process;
  private final Path folder;
  private final int port;
  private final String pooler;

  private PgBouncer(Process process, Path folder, int port, String pooler) {
    this.process = process;
    this.folder = folder;
    this.port = port;
    this.pooler = pooler;
  }

  /// Starts one, or skips the test if PgBouncer is not installed.
  ///
  /// @param pooler a value of `DATABASE_POOLER`, and PgBouncer's pool mode
  public static PgBouncer before(TestDatabase database, String pooler, int serverConnectionsMax)
      throws IOException {
    Path program = PROGRAMS.stream().filter(Files::isExecutable).findFirst().orElse(null);
    Assumptions.assumeTrue(program != null, "needs PgBouncer: apt-get install pgbouncer");
    Path folder = Files.createTempDirectory("pgbouncer");
    int port = freePort();
    Path settings = folder.resolve(SETTINGS);
    Files.writeString(settings, settings(database, port, pooler, serverConnectionsMax));
    Files.writeString(folder.resolve(USERS), users(database));
    List<String> command = new ArrayList<>(List.of(program.toString(), settings.toString()));
    if (System.getProperty("user.name").equals("root")) {
      // It refuses to run as root.
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      command.addAll(1, List.of("-u", "nobody"));
    }
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(folder.resolve(LOG).toFile()))
            .start();
    PgBouncer pgBouncer = new PgBouncer(process, folder, port, pooler);
    Awaitility.await().atMost(START_MAX).until(pgBouncer::isListening);
    return pgBouncer;
  }

  private static String settings(
      TestDatabase database, int port, String pooler, int serverConnectionsMax) {
    return """
    [databases]
    * = host=127.0.0.1 port=%d
    [pgbouncer]
    listen_addr = 127.0.0.1
    listen_port = %d
    unix_socket_dir =
    auth_type = trust
    auth_file = users.txt
    pool_mode = %s
    default_pool_size = %d
    max_client_conn = 1000
    """
        .formatted(database.port(), port, pooler, serverConnectionsMax);
  }

  private static String users(TestDatabase database) {
    return "\"%s\" \"%s\"\n".formatted(database.role(), database.password());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean isListening() throws IOException {
    assertThat(process.isAlive()).as(Files.readString(folder.resolve(LOG))).isTrue();
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  public int port() {
    return port;
  }

  /// The value of `DATABASE_POOLER` that it needs.
  String pooler() {
    return pooler;
  }

  /// The one that `-Dinterlock.test.pooler` puts in front of every database of the run, in that
  /// mode, so that any test can be run through it.
  static Optional<PgBouncer> ofTheRun(TestDatabase database) {
    String pooler = System.getProperty("interlock.test.pooler", "");
    return pooler.isEmpty() ? Optional.empty() : Optional.of(ofTheRun(database, pooler));
  }

  private static synchronized PgBouncer ofTheRun(TestDatabase database, String pooler) {
    if (ofTheRun == null) {
      try {
        PgBouncer started = before(database, pooler, SERVER_CONNECTIONS_MAX);
        Runtime.getRuntime().addShutdownHook(new Thread(started::close));
        ofTheRun = started;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return ofTheRun;
  }

  /// Ends its process and deletes its files.
  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
    try {
      for (String file : List.of(SETTINGS, USERS, LOG)) {
        Files.deleteIfExists(folder.resolve(file));
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
