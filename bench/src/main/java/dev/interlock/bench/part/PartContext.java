package dev.interlock.bench.part;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;

/// Everything a part needs from its caller.
///
/// @param root the checkout
/// @param folder an empty scratch folder, deleted afterwards
/// @param progress takes lines about the progress
/// @param server is shown the database under test, to record its version and settings
public record PartContext(
    Path root, Path folder, Scale scale, Consumer<String> progress, ServerInspection server) {

  /// Looks at a database.
  public interface ServerInspection {
    /// Queries its version and settings.
    void look(Connection owner) throws SQLException;
  }

  /// A context that records nothing about the server.
  public PartContext(Path root, Path folder, Scale scale, Consumer<String> progress) {
    this(root, folder, scale, progress, _ -> {});
  }
}
