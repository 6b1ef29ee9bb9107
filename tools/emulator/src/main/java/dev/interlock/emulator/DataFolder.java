package dev.interlock.emulator;

import dev.interlock.emulator.host.Folders;
import dev.interlock.emulator.host.OwnerOnlyFile;
import dev.interlock.emulator.host.SetupException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// The folder that a local stack keeps between runs: PostgreSQL's data, the issuer's key and the
/// announcements of a running stack. One process at a time holds its lock.
public final class DataFolder implements AutoCloseable {
  /// Marks a folder that was created as a data folder. No other folder is ever emptied.
  private static final String MARKER = "interlock-data";

  private static final String LOCK = "lock";

  private final Path path;
  private final Before before;
  private final FileChannel channel;

  /// The state of the folder's path before it was opened.
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

  /// Creates the folder if necessary, and locks it until it is closed.
  public static DataFolder open(Path path) throws IOException {
    return open(path, false);
  }

  /// Opens a folder that [#empty] may empty.
  ///
  /// @throws ForeignFolderException if the folder has files but was not created as a data folder
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
    new StackFiles(path).delete();
    return new DataFolder(path, before, channel);
  }

  /// Creates the folder if it does not exist.
  public static void create(Path path) throws IOException {
    boolean existed = Files.exists(path);
    if (existed && !Files.isDirectory(path)) {
      throw new SetupException(path + " is not a folder");
    }
    if (existed && !Files.isWritable(path)) {
      throw new SetupException("data folder " + path + " is not writable");
    }
    if (isEmpty(path)) {
      try {
        Files.createDirectories(path);
      } catch (FileSystemException failure) {
        throw new SetupException("data folder " + path + " cannot be created", failure);
      }
      Files.writeString(
          path.resolve(MARKER), "Created by ./interlock, which may empty this folder.\n");
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

  /// The announcement of the stack that runs on the folder: its port and database. Empty when no
  /// stack runs, or when it is still starting.
  public static Properties running(Path path) throws IOException {
    StackFiles files = new StackFiles(path);
    if (!files.exist()) {
      return new Properties();
    }
    try (FileChannel channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.WRITE)) {
      // A stack that was killed has lost the lock and left its files.
      return channel.tryLock() == null ? files.read() : new Properties();
    } catch (NoSuchFileException stopping) {
      return new Properties();
    }
  }

  /// Tells other commands about the stack that runs on the folder.
  public void announce(Properties stack) throws IOException {
    new StackFiles(path).write(stack);
  }

  /// Writes a file that tells functions in containers how to reach the stack's database.
  ///
  /// @param parameters of the template
  /// @return the file, for `--parameter-overrides`
  public Path tellContainers(Map<String, String> parameters) throws IOException {
    return new StackFiles(path).writeContainers(parameters);
  }

  /// Deletes everything in the folder except its marker and its lock.
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

  /// The password of the functions' role, created once because an external database keeps it.
  public static String functionPassword(Path path) throws IOException {
    Path file = path.resolve("function-password");
    if (!Files.exists(file)) {
      OwnerOnlyFile.create(file, UUID.randomUUID().toString());
    }
    return Files.readString(file);
  }

  /// Undoes a failed start: restores a missing or empty folder to that state.
  public void abandon() throws IOException {
    switch (before) {
      case NOTHING -> Folders.delete(path);
      case EMPTY_FOLDER -> deleteAllBut(Set.of());
      case FILES -> {}
    }
  }

  @Override
  public void close() throws IOException {
    new StackFiles(path).delete();
    channel.close();
  }
}
