package dev.interlock.launcher;

import dev.interlock.emulator.Repository;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;

/// Where this launcher was started from: a checkout, whose path the script `interlock` passes, or
/// its published archive, which any project can unpack.
final class Installation {
  private Installation() {}

  private static Optional<Path> root() {
    return Optional.ofNullable(System.getProperty("interlock.root"))
        .map(root -> Path.of(root).toAbsolutePath().normalize());
  }

  /// The template where no other is named.
  static Path template() {
    return root().orElse(Path.of("").toAbsolutePath()).resolve("template.yaml");
  }

  /// The folder of Lambda's runtime. In the archive it is beside the launcher's jar.
  static Path runtime() {
    return root()
        .map(root -> Repository.at(root).runtime())
        .orElseGet(() -> jar().resolveSibling("runtime"));
  }

  /// The command line that starts this launcher again, from any folder.
  static String command() {
    Optional<Path> root = root();
    if (root.isPresent()) {
      boolean here = Path.of("").toAbsolutePath().equals(root.get());
      return here ? "./interlock" : Examples.quoted(root.get().resolve("interlock").toString());
    }
    return "java -jar " + Examples.quoted(jar().toString());
  }

  /// The checkout, for a command that works on this project only.
  static Repository checkout(String command) {
    return root()
        .map(Repository::at)
        .orElseThrow(
            () -> new UsageException(command + " runs only in a clone of Interlock's repository"));
  }

  private static Path jar() {
    try {
      return Path.of(Interlock.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException malformed) {
      throw new IllegalStateException(malformed);
    }
  }
}
