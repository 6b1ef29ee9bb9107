package dev.interlock.emulator.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// The native library of AWS's runtime interface client, for the systems that AWS builds it for.
final class NativeLibrary {
  private NativeLibrary() {}

  /// Unpacks this machine's library from AWS's jar. Empty when the jar has none.
  static Optional<Path> unpack(Path client, Path folder) throws IOException {
    Optional<String> name = nameHere();
    if (name.isEmpty()) {
      return Optional.empty();
    }
    // A child runs in the folder of its function's code, and reads a relative path from there.
    Path library = folder.toAbsolutePath().resolve(name.get());
    try (ZipFile zip = new ZipFile(client.toFile())) {
      ZipEntry entry = zip.getEntry("jni/" + name.get());
      if (entry == null) {
        throw new IOException("no " + name.get() + " in " + client);
      }
      Path unpacked = Files.createTempFile(folder, name.get(), ".part");
      try (InputStream bytes = zip.getInputStream(entry)) {
        Files.copy(bytes, unpacked, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(unpacked, library, StandardCopyOption.ATOMIC_MOVE);
    }
    return Optional.of(library);
  }

  private static Optional<String> nameHere() throws IOException {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (!system.equals("linux")) {
      return Optional.empty();
    }
    String libc = isMusl() ? "linux_musl-" : "linux-";
    return switch (System.getProperty("os.arch")) {
      case "amd64", "x86_64" -> Optional.of("libaws-lambda-jni." + libc + "x86_64.so");
      case "aarch64" -> Optional.of("libaws-lambda-jni." + libc + "aarch_64.so");
      default -> Optional.empty();
    };
  }

  /// Whether this JVM, and so its children, run on musl. That musl is installed does not say so.
  private static boolean isMusl() throws IOException {
    return Files.readString(Path.of("/proc/self/maps")).contains("/ld-musl-");
  }
}
