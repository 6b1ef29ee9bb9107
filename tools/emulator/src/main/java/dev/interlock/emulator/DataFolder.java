package dev.interlock.emulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.emulator.host.Folders;
import dev.interlock.emulator.host.SetupException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// The folder that a local stack keeps between runs: PostgreSQL's data, the issuer's key and what a
/// running stack tells the other commands. One process at a time holds it.
public final class DataFolder implements AutoCloseable {
  /// Only a folder that was ours from the beginning carries it, so that `--fresh` never empties
  /// somebody's own.
  private static final String MARKER = "interlock-data";

  private static final String LOCK = "lock";
  private static final String STACK = "stack.properties";

  /// Named by samconfig.toml.
  private static final String CONTAINERS = "containers.yaml";

  private final Path path;
  private final Before before;
  private final FileChannel channel;

  /// What was at the folder's place before.
  private enum Before {
    NOTHING,
    EMPTY_FOLDER,
    FILES
  }

  private DataFolder(Path path, Before before, FileChannel channel) {
    this.path = path;
    this.before = before;
    this.channel = channel;
  }

  /// Makes the folder if need be and holds it until it is closed.
  public static DataFolder open(Path path) throws IOException {
    return open(path, false);
  }

  /// The same, for a stack that starts afresh: see `empty`.
  public static DataFolder openFresh(Path path) throws IOException {
    return open(path, true);
  }

  private static DataFolder open(Path path, boolean fresh) throws IOException {
    if (fresh && !isEmpty(path) && !Files.exists(path.resolve(MARKER))) {
      throw new ForeignFolderException(path);
    }
    Before before = before(path);
    create(path);
    FileChannel channel =
        FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new SetupException("data folder " + path + " is in use by a running stack");
    }
    Files.deleteIfExists(path.resolve(STACK));
    Files.deleteIfExists(path.resolve(CONTAINERS));
    return new DataFolder(path, before, channel);
  }

  /// Makes the folder if it is not there.
  public static void create(Path path) throws IOException {
    boolean existed = Files.exists(path);
    if (existed && !Files.isDirectory(path)) {
      throw new SetupException(path + " is not a folder");
    }
    if (existed && !Files.isWritable(path)) {
      throw new SetupException("data folder " + path + " is not writable");
    }
    if (isEmpty(path)) {
      Files.createDirectories(path);
      Files.writeString(
          path.resolve(MARKER), "Made by ./interlock, which may empty this folder.\n");
    }
  }

  private static Before before(Path path) throws IOException {
    if (!Files.exists(path)) {
      return Before.NOTHING;
    }
    return isEmpty(path) ? Before.EMPTY_FOLDER : Before.FILES;
  }

  private static boolean isEmpty(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return !Files.exists(path);
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.findAny().isEmpty();
    }
  }

  /// What the stack that runs on the folder has told: its port and database. Empty when none does,
  /// or when it is only starting.
  public static Properties running(Path path) throws IOException {
    Properties stack = new Properties();
    if (!Files.exists(path.resolve(STACK))) {
      return stack;
    }
    try (FileChannel channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.WRITE)) {
      // A stack that was killed has let go of the lock, and left what it told.
      if (channel.tryLock() == null) {
        try (InputStream bytes = Files.newInputStream(path.resolve(STACK))) {
          stack.load(bytes);
        }
      }
    } catch (NoSuchFileException stopping) {
      return new Properties();
    }
    return stack;
  }

  /// Tells other commands about the stack that runs here now.
  public void announce(Properties stack) throws IOException {
    Path file = path.resolve(STACK);
    Files.createFile(file, ownerOnly());
    try (OutputStream bytes = Files.newOutputStream(file)) {
      stack.store(bytes, null);
    }
  }

  /// Writes the file that tells functions in containers how to reach the database of this stack.
  ///
  /// @param parameters of the template
  /// @return the file that has them, for `--parameter-overrides`
  public Path tellContainers(Map<String, String> parameters) throws IOException {
    Path file = path.resolve(CONTAINERS);
    Files.createFile(file, ownerOnly());
    // JSON is YAML, and the SAM CLI reads parameters from YAML and TOML only.
    return Files.writeString(file, new ObjectMapper().writeValueAsString(parameters));
  }

  /// Deletes everything in the folder but what says whose it is.
  public void empty() throws IOException {
    deleteAllBut(Set.of(MARKER, LOCK));
  }

  private void deleteAllBut(Set<String> kept) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(path)) {
      files = all.toList();
    }
    for (Path file : files) {
      if (!kept.contains(file.getFileName().toString())) {
        Folders.delete(file);
      }
    }
  }

  public Path path() {
    return path;
  }

  public static Path issuerKey(Path path) {
    return path.resolve("issuer.pem");
  }

  /// A password that is made up once: an external database keeps it with its role.
  public static String functionPassword(Path path) throws IOException {
    Path file = path.resolve("function-password");
    if (!Files.exists(file)) {
      Files.createFile(file, ownerOnly());
      Files.writeString(file, UUID.randomUUID().toString());
    }
    return Files.readString(file);
  }

  private static FileAttribute<Set<java.nio.file.attribute.PosixFilePermission>> ownerOnly() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  }

  /// Leaves nothing of a start that failed where there was nothing before it.
  public void abandon() throws IOException {
    switch (before) {
      case NOTHING -> Folders.delete(path);
      case EMPTY_FOLDER -> deleteAllBut(Set.of());
      case FILES -> {}
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(path.resolve(STACK));
    Files.deleteIfExists(path.resolve(CONTAINERS));
    channel.close();
  }
}
