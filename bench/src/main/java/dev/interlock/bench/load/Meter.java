package dev.interlock.bench.load;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/// Reads the resources used so far by a server on this machine and by this process.
final class Meter {

  private static final OperatingSystemMXBean OURS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Connection owner;
  // Keeps the last reading of processes that have ended.
  private final Map<Integer, Long> nanosByProcess = new HashMap<>();

  /// A meter of the server behind this connection.
  Meter(Connection owner) {
    this.owner = owner;
  }

  ResourceUse read() throws SQLException, IOException {
    try (Statement statement = owner.createStatement();
        ResultSet processes = statement.executeQuery("SELECT pid FROM pg_stat_activity")) {
      while (processes.next()) {
        int pid = processes.getInt(1);
        nanosByProcess.merge(pid, nanos(pid), Math::max);
      }
    }
    return new ResourceUse(
        nanosByProcess.values().stream().mapToLong(Long::longValue).sum(),
        OURS.getProcessCpuTime(),
        Sql.number(owner, "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint"));
  }

  // The first number is the CPU time; /proc/PID/stat has it in steps of ten milliseconds only.
  private static long nanos(int pid) throws IOException {
    Path process = Path.of("/proc", Integer.toString(pid));
    try {
      String line = Files.readString(process.resolve("schedstat"));
      return Long.parseLong(line.substring(0, line.indexOf(' ')));
    } catch (IOException e) {
      // The process may have ended between opening and reading the file.
      if (Files.exists(process)) {
        throw e;
      }
      return 0;
    }
  }
}
