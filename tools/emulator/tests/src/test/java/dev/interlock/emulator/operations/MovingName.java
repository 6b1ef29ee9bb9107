package dev.interlock.emulator.operations;

import dev.interlock.emulator.host.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/// A host name that can point to either of two hosts, for JVMs that look names up in a file. The
/// hosts are loopback addresses with the same port, like the servers of a cluster.
final class MovingName implements AutoCloseable {

  static final String NAME = "database.test";

  private static final List<String> HOSTS = List.of("127.0.0.2", "127.0.0.3");

  private final Path file;
  private final int port;
  private final List<ServerSocket> listeners = new ArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /// @param servers the port of the server behind each host, read for each connection
  MovingName(Path file, List<IntSupplier> servers) throws IOException {
    this.file = file;
    this.port = FreePort.choose();
    for (int host = 0; host < HOSTS.size(); host++) {
      ServerSocket listener = new ServerSocket();
      listener.bind(new InetSocketAddress(InetAddress.ofLiteral(HOSTS.get(host)), port));
      listeners.add(listener);
      IntSupplier server = servers.get(host);
      Thread.ofVirtual().start(() -> accept(listener, server));
    }
    leadTo(0);
  }

  int port() {
    return port;
  }

  /// The JVM option to look names up in the file.
  String option() {
    return "-Djdk.net.hosts.file=" + file;
  }

  /// Points the name to this host. Readers never see a half-written file.
  void leadTo(int host) throws IOException {
    Path next = file.resolveSibling("hosts.next");
    Files.writeString(next, HOSTS.get(host) + " " + NAME + "\n127.0.0.1 localhost\n");
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private void accept(ServerSocket listener, IntSupplier server) {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> serve(client, server.getAsInt()));
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  private void serve(Socket client, int port) {
    try (client;
        Socket behind = new Socket(InetAddress.getLoopbackAddress(), port)) {
      Thread back = Thread.ofVirtual().start(() -> pump(behind, client));
      pump(client, behind);
      back.join();
    } catch (IOException | UncheckedIOException e) {
      // One side has closed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
    }
  }

  private static void pump(Socket from, Socket to) {
    try (to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One side has closed.
    }
  }

  @Override
  public void close() throws IOException {
    for (ServerSocket listener : listeners) {
      listener.close();
    }
    for (Socket client : open) {
      client.close();
    }
  }
}
