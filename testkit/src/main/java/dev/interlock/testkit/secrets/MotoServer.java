package dev.interlock.testkit.secrets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/// The `moto_server` on the PATH, as a process that chooses a free port.
final class MotoServer implements AutoCloseable {

  // Python takes seconds on a busy machine.
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final Pattern RUNNING = Pattern.compile("Running on (http://\\S+)\\s");

  private final Process process;
  private final Path log;

  private MotoServer(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /// Starts one that listens on an address of this machine; empty if moto is not installed, or does
  /// not run.
  static Optional<MotoServer> start(String address) {
    try {
      Path log = Files.createTempFile("moto", ".log");
      MotoServer server = new MotoServer(process(address, log), log);
      Awaitility.await().atMost(START_MAX).until(server::isSettled);
      if (server.endpointInLog().isPresent()) {
        return Optional.of(server);
      }
      System.err.println("moto_server has ended: " + Files.readString(log));
      server.close();
    } catch (IOException e) {
      System.err.println("no moto_server: " + e.getMessage());
    }
    return Optional.empty();
  }

  private static Process process(String address, Path log) throws IOException {
    return new ProcessBuilder("moto_server", "-H", address, "-p", "0")
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private boolean isSettled() throws IOException {
    return !process.isAlive() || endpointInLog().isPresent();
  }

  private Optional<URI> endpointInLog() throws IOException {
    Matcher running = RUNNING.matcher(Files.readString(log));
    return running.find() ? Optional.of(URI.create(running.group(1))) : Optional.empty();
  }

  URI endpoint() {
    try {
      return endpointInLog().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends its process and deletes its log.
  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
    try {
      Files.delete(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
