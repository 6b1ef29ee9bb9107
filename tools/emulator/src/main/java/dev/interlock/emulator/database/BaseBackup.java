package dev.interlock.emulator.database;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Copies the data of a running server as `pg_basebackup` does, which the embedded PostgreSQL
/// lacks. See [Making a Base Backup Using the Low Level
/// API](https://www.postgresql.org/docs/current/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP).
final class BaseBackup {
  /// Copied without their contents, with which the copy must not start.
  private static final Set<String> EMPTIED =
      Set.of(
          "pg_wal",
          "pg_replslot",
          "pg_dynshmem",
          "pg_notify",
          "pg_serial",
          "pg_snapshots",
          "pg_stat_tmp",
          "pg_subtrans");

  private static final Set<String> LEFT_OUT = Set.of("postmaster.pid", "postmaster.opts");

  private BaseBackup() {}

  /// Copies to a folder that does not exist yet. The copy becomes consistent once it has replayed
  /// the WAL written meanwhile, which the server still has.
  static void copy(EmbeddedPostgres server, Path copy) throws IOException {
    // The session that starts a backup has to end it.
    try (Connection connection = ReplicatedPostgres.administer(server);
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_backup_start('standby', fast => true)");
      copyFiles(server.data(), copy);
      try (ResultSet row =
          statement.executeQuery(
              "SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)")) {
        row.next();
        Files.writeString(copy.resolve("backup_label"), row.getString(1));
      }
    } catch (SQLException failure) {
      throw new IOException(failure);
    }
  }

  private static void copyFiles(Path data, Path copy) throws IOException {
    Files.walkFileTree(
        data,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(folder, at(folder), StandardCopyOption.COPY_ATTRIBUTES);
            return EMPTIED.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!LEFT_OUT.contains(file.getFileName().toString())) {
              copyUnlessGone(file, at(file));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, @Nullable IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            return super.visitFileFailed(file, failure);
          }

          private Path at(Path original) {
            return copy.resolve(data.relativize(original));
          }
        });
  }

  /// A running server also deletes files. Replaying the WAL deletes them from the copy.
  private static void copyUnlessGone(Path file, Path copy) throws IOException {
    try {
      Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
    } catch (NoSuchFileException gone) {
      Files.deleteIfExists(copy);
    }
  }
}
