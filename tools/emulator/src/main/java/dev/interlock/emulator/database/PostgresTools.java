package dev.interlock.emulator.database;

import com.sun.security.auth.module.UnixSystem;
import dev.interlock.emulator.host.Folders;
import dev.interlock.emulator.host.SetupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Runs PostgreSQL's own programs, as a user that PostgreSQL accepts.
///
/// @param home of the unpacked programs
/// @param folder where they run
record PostgresTools(Path home, Path folder) {
  /// Runs the command to its end. What it says when it fails becomes the line that the user sees.
  void run(List<String> command, String... more) throws IOException {
    Path output = Files.createTempFile("interlock", ".out");
    try {
      int exit = command(command, more).redirectOutput(output.toFile()).start().waitFor();
      if (exit != 0) {
        String said = Files.readString(output).strip().replace('\n', ' ');
        throw new SetupException("PostgreSQL's " + command.getFirst() + " failed: " + said);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  /// Makes a data folder, and a random password for its superuser in a file. A folder with the
  /// final name is complete: a start that is killed halfway leaves one with another name.
  void initialize(Path data, String superuser, Path passwordFile) throws IOException {
    Path unfinished = data.resolveSibling(data.getFileName() + ".new");
    if (Files.exists(unfinished)) {
      Folders.delete(unfinished);
    }
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Files.deleteIfExists(passwordFile);
    Files.createFile(passwordFile, ownerOnly);
    Files.writeString(passwordFile, UUID.randomUUID().toString());
    run(
        List.of(
            "initdb",
            "-D",
            unfinished.toString(),
            "-U",
            superuser,
            "-A",
            "scram-sha-256",
            "--pwfile=" + passwordFile,
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync"));
    Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
  }

  /// A command that can be started, with its output where the caller wants it.
  ProcessBuilder command(List<String> command, String... more) {
    List<String> whole = new ArrayList<>(asAnyoneButRoot());
    whole.add(home.resolve("bin").resolve(command.getFirst()).toString());
    whole.addAll(command.subList(1, command.size()));
    whole.addAll(List.of(more));
    ProcessBuilder builder =
        new ProcessBuilder(whole)
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return builder;
  }

  /// PostgreSQL refuses to run as root, and so does PgBouncer. In a user namespace of Linux without
  /// a mapping no process is root, and files keep their owners.
  static List<String> asAnyoneButRoot() {
    if (new UnixSystem().getUid() != 0) {
      return List.of();
    }
    if (!System.getProperty("os.name").equals("Linux")) {
      throw new SetupException("PostgreSQL refuses to run as root");
    }
    return List.of("unshare", "-U");
  }
}
