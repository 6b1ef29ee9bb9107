package dev.interlock.console;

import dev.interlock.emulator.database.PreparedDatabase;
import dev.interlock.emulator.gateway.HttpApi;
import java.util.List;

/// The parts of a stack that the console shows.
public record ConsoleStack(HttpApi api, int port, PreparedDatabase database, boolean ours) {

  Watch watch() {
    RowNames named = new RowNames();
    KeyView keys = new KeyView();
    boolean postgres = database.product().equals("postgresql");
    return new Watch(List.of(new DatabaseWatch(database.owner(), postgres, ours, named, keys)));
  }
}
