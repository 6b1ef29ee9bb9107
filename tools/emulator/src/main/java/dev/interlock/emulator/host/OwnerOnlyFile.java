package dev.interlock.emulator.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files that hold a secret: no other user of the machine can read them, from their creation on.
public final class OwnerOnlyFile {
  private OwnerOnlyFile() {}

  /// Creates a file with this text.
  ///
  /// @throws java.nio.file.FileAlreadyExistsException if there is a file already, whose permissions
  ///   may be others
  public static Path create(Path file, String text) throws IOException {
    Files.createFile(file, permissions());
    return Files.writeString(file, text);
  }

  /// The permissions, for other ways to create a file.
  public static FileAttribute<Set<PosixFilePermission>> permissions() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  }
}
