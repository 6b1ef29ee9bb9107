package dev.interlock.emulator.database;

import com.sun.security.auth.module.UnixSystem;
import dev.interlock.emulator.host.Folders;
import dev.interlock.emulator.host.OwnerOnlyFile;
import dev.interlock.emulator.host.SetupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Runs the programs of PostgreSQL on one server's folder, as a user that PostgreSQL accepts.
///
/// @param home the folder of the unpacked programs
record PostgresTools(Path home, ServerFolder folder) {
  private static final String STOP_SECONDS_MAX = "20";

  /// Creates the data folder, and a file with a random password for its superuser. A folder with
  /// the final name is complete: an interrupted call leaves one with another name.
  void initialize(String superuser) throws IOException {
    Path data = folder.data();
    Path unfinished = data.resolveSibling(data.getFileName() + ".new");
    if (Files.exists(unfinished)) {
      Folders.delete(unfinished);
    }
    Path passwordFile = folder.passwordFile();
    Files.deleteIfExists(passwordFile);
    OwnerOnlyFile.create(passwordFile, UUID.randomUUID().toString());
    run(
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
        "--no-sync");
    Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
  }

  /// The command that runs the server in the foreground.
  ProcessBuilder server(int port, ServerSettings settings) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-D", folder.data().toString(), "-p", Integer.toString(port)));
    settings.lines().forEach(setting -> arguments.addAll(List.of("-c", setting)));
    return command("postgres", arguments);
  }

  /// Stops the running server in order: it ends all sessions and writes a checkpoint.
  void stop() throws IOException {
    control("stop", "-w", "-m", "fast", "-t", STOP_SECONDS_MAX);
  }

  /// Stops the running server without a checkpoint, so that its next start recovers from the WAL.
  void stopImmediately() throws IOException {
    control("stop", "-w", "-m", "immediate");
  }

  /// Runs an action of pg_ctl on the running server.
  void control(String action, String... options) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of(action, "-s", "-D", folder.data().toString()));
    arguments.addAll(List.of(options));
    run("pg_ctl", arguments.toArray(String[]::new));
  }

  /// Runs a program to its end. Its output becomes part of the message if it fails.
  private void run(String program, String... arguments) throws IOException {
    Path output = Files.createTempFile("interlock", ".out");
    try {
      ProcessBuilder command = command(program, List.of(arguments));
      if (command.redirectOutput(output.toFile()).start().waitFor() != 0) {
        String reason = Files.readString(output).strip().replace('\n', ' ');
        throw new SetupException("PostgreSQL's " + program + " failed: " + reason);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private ProcessBuilder command(String program, List<String> arguments) {
    List<String> whole = new ArrayList<>(asAnyoneButRoot());
    whole.add(home.resolve("bin").resolve(program).toString());
    whole.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(whole)
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .directory(folder.path().toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return builder;
  }

  /// A prefix for commands that refuse to run as root, such as PostgreSQL and PgBouncer. In a Linux
  /// user namespace without a mapping no process is root, and files keep their owners.
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
