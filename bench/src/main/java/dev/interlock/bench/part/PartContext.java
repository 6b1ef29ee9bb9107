package dev.interlock.bench.part;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;

/// What a part is given.
///
/// @param root the checkout
/// @param folder an empty one, for whatever the part makes; it is deleted afterwards
/// @param progress takes a line for whoever waits
/// @param server is shown the database that is measured, so that its version and settings can be
///   told
public record PartContext(
    Path root, Path folder, Scale scale, Consumer<String> progress, Server server) {

  /// Takes a look at a database.
  public interface Server {
    /// Asks it what it is.
    void look(Connection owner) throws SQLException;
  }

  /// Where nobody asks what it was measured on.
  public PartContext(Path root, Path folder, Scale scale, Consumer<String> progress) {
    this(root, folder, scale, progress, _ -> {});
  }
}
