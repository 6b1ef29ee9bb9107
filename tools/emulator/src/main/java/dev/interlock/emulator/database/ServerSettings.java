package dev.interlock.emulator.database;

import java.util.ArrayList;
import java.util.List;

/// Settings of an embedded PostgreSQL, each as `name=value`. The last one of a name counts.
public record ServerSettings(List<String> lines) {
  private static final List<String> DEFAULTS =
      List.of(
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          // Enough for a stack of any size.
          "max_connections=300",
          // A journal row holds the time of the decision. Checks of real-time order need the time
          // of the commit, which the server records only with this setting.
          "track_commit_timestamp=on");

  public ServerSettings {
    lines = List.copyOf(lines);
  }

  /// For data that must survive a crash of the machine.
  public static ServerSettings durable() {
    return new ServerSettings(DEFAULTS);
  }

  /// For data that is not needed after this process.
  public static ServerSettings disposable() {
    return durable().with("fsync=off", "full_page_writes=off");
  }

  /// Adds settings, which override earlier ones of the same name.
  public ServerSettings with(String... more) {
    return with(List.of(more));
  }

  /// Adds settings, which override earlier ones of the same name.
  public ServerSettings with(List<String> more) {
    List<String> all = new ArrayList<>(lines);
    all.addAll(more);
    return new ServerSettings(all);
  }
}
