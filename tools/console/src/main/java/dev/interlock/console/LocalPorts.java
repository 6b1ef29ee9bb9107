package dev.interlock.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The local ports of a process's TCP connections to one port, from Linux's `/proc`.
final class LocalPorts {
  /// Columns of proc_pid_net(5): local address, remote address and inode.
  private static final int LOCAL = 1;

  private static final int REMOTE = 2;
  private static final int INODE = 9;

  private LocalPorts() {}

  static List<Integer> of(ProcessHandle process, int remotePort) throws IOException {
    Path proc = Path.of("/proc", Long.toString(process.pid()));
    Set<String> sockets = sockets(proc.resolve("fd"));
    List<Integer> ports = new ArrayList<>();
    for (String table : List.of("net/tcp", "net/tcp6")) {
      for (String line : lines(proc.resolve(table))) {
        String[] columns = line.strip().split("\\s+", -1);
        if (sockets.contains("socket:[" + columns[INODE] + "]")
            && port(columns[REMOTE]) == remotePort) {
          ports.add(port(columns[LOCAL]));
        }
      }
    }
    return ports;
  }

  private static List<String> lines(Path table) throws IOException {
    if (!Files.exists(table)) {
      return List.of();
    }
    List<String> lines = Files.readAllLines(table);
    return lines.subList(1, lines.size());
  }

  private static Set<String> sockets(Path descriptors) throws IOException {
    Set<String> sockets = new HashSet<>();
    try (Stream<Path> links = Files.list(descriptors)) {
      for (Path link : links.toList()) {
        try {
          sockets.add(Files.readSymbolicLink(link).toString());
        } catch (IOException closedMeanwhile) {
          // Another one may still be open.
        }
      }
    }
    return sockets;
  }

  /// The port of an address such as `0100007F:1538`.
  private static int port(String address) {
    return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
  }
}
