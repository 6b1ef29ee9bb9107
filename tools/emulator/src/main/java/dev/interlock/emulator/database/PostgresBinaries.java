package dev.interlock.emulator.database;

import dev.interlock.emulator.host.Folders;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/// Unpacks PostgreSQL from the archive on the class path, once per version.
final class PostgresBinaries {
  private static final int EXECUTABLE = 0100;

  private PostgresBinaries() {}

  /// Returns the folder with `bin`, `lib` and `share`, somewhere below `cache`.
  static Path unpack(Path cache) throws IOException {
    String name = archiveName(System.getProperty("os.name"), System.getProperty("os.arch"));
    var archive = PostgresBinaries.class.getResource("/" + name);
    if (archive == null) {
      throw new NoEmbeddedPostgresException();
    }
    // The URL contains the name of the archive's jar, and so its version.
    String version = Integer.toHexString(archive.toString().hashCode());
    Path home = cache.resolve("postgresql-" + version);
    if (Files.isDirectory(home)) {
      return home;
    }
    Files.createDirectories(cache);
    Path unpacking = Files.createTempDirectory(cache, "unpacking");
    try (InputStream bytes = new BufferedInputStream(archive.openStream());
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(bytes))) {
      unpack(tar, unpacking);
    }
    Files.setPosixFilePermissions(unpacking, PosixFilePermissions.fromString("rwxr-xr-x"));
    try {
      Files.move(unpacking, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException failure) {
      Folders.delete(unpacking);
      // Another stack may have unpacked it at the same time.
      if (!Files.isDirectory(home)) {
        throw failure;
      }
    }
    return home;
  }

  /// The archive's name in its jar.
  ///
  /// @param system and `processor` as Java names them
  static String archiveName(String system, String processor) {
    return "postgres-%s-%s.txz"
        .formatted(
            system.startsWith("Mac") ? "darwin" : system.toLowerCase(Locale.ROOT),
            switch (processor) {
              case "amd64" -> "x86_64";
              case "aarch64" -> "arm_64";
              default -> processor;
            });
  }

  private static void unpack(TarArchiveInputStream tar, Path folder) throws IOException {
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      Path path = folder.resolve(entry.getName()).normalize();
      if (!path.startsWith(folder)) {
        throw new IOException("an archive entry outside of its folder: " + entry.getName());
      }
      if (entry.isDirectory()) {
        Files.createDirectories(path);
      } else if (entry.isSymbolicLink()) {
        Files.createDirectories(path.getParent());
        Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      } else {
        Files.createDirectories(path.getParent());
        Files.copy(tar, path, StandardCopyOption.REPLACE_EXISTING);
        if ((entry.getMode() & EXECUTABLE) != 0) {
          Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
      }
    }
  }
}
