package dev.interlock.typescript;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/// The client's npm package in a copy below `target`, so that the checkout stays clean, and an
/// outside project that has installed it.
final class Npm {
  static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Path COPY = TARGET.resolve("copy");
  private static final String PACKAGE = "clients/typescript";
  private static final List<String> COPIED =
      List.of(
          "openapi.yaml",
          "LICENSE",
          "clients/answers.json",
          PACKAGE + "/.npmrc",
          PACKAGE + "/package.json",
          PACKAGE + "/package-lock.json",
          PACKAGE + "/tsconfig.json",
          PACKAGE + "/README.md",
          PACKAGE + "/src",
          PACKAGE + "/test");
  private static final int NODE_MAJOR_MIN = 20;
  private static final Duration COMMAND_MAX = Duration.ofMinutes(5);
  private static final Pattern UNREACHABLE =
      Pattern.compile(
          "code (ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT)");

  /// @param folder of the package
  /// @param shop of the outside project
  record Installed(Path folder, Path shop) {}

  private record Finished(int status, String out) {}

  private static @Nullable Installed installed;

  private Npm() {}

  /// The package with its tests compiled, or a skipped test where there is no Node or no registry.
  static synchronized Installed installed() throws IOException {
    if (installed == null) {
      obstacle().ifPresent(Npm::skip);
      Path folder = copy();
      dependencies(folder);
      run(folder, "npm", "run", "compile");
      installed = new Installed(folder, outsideProject(folder));
    }
    return installed;
  }

  /// Skips the test, or fails it where the clients must be tested.
  static void skip(String reason) {
    if ("required".equals(System.getProperty("interlock.test.clients"))) {
      throw new AssertionError(reason);
    }
    Assumptions.abort(reason);
  }

  private static Optional<String> obstacle() throws IOException {
    Optional<String> version = version("node");
    Matcher major = Pattern.compile("v(\\d+)\\..*").matcher(version.orElse(""));
    if (!major.matches() || Integer.parseInt(major.group(1)) < NODE_MAJOR_MIN) {
      return Optional.of("Node " + NODE_MAJOR_MIN + " or later is not installed");
    }
    return version("npm").isEmpty() ? Optional.of("npm is not installed") : Optional.empty();
  }

  private static Optional<String> version(String command) throws IOException {
    try {
      return Optional.of(finish(Path.of("."), command, "--version").out().strip());
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  private static Path copy() throws IOException {
    for (String each : COPIED) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(each))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path to = COPY.resolve(ROOT.relativize(file));
          Files.createDirectories(to.getParent());
          Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    return COPY.resolve(PACKAGE);
  }

  /// Installs what the lock file names, unless that has been done.
  private static void dependencies(Path folder) throws IOException {
    Path done = TARGET.resolve("installed.json");
    Path lock = folder.resolve("package-lock.json");
    if (Files.exists(done) && Files.mismatch(done, lock) == -1) {
      return;
    }
    Finished install = finish(folder, "npm", "ci");
    if (UNREACHABLE.matcher(install.out()).find()) {
      skip("npm's registry cannot be reached");
    }
    assertThat(install.status()).as(install.out()).isZero();
    Files.copy(lock, done, StandardCopyOption.REPLACE_EXISTING);
  }

  /// A project that has installed the tarball, as any other would.
  private static Path outsideProject(Path folder) throws IOException {
    run(folder, "npm", "pack", "--ignore-scripts", "--pack-destination", TARGET.toString());
    Path shop = TARGET.resolve("shop");
    try (Stream<Path> files = Files.list(Path.of("test/shop"))) {
      for (Path file : files.toList()) {
        Files.createDirectories(shop);
        Files.copy(file, shop.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Path tarball = TARGET.resolve("interlock-dev-client-0.1.0.tgz");
    run(shop, "npm", "install", "--offline", "--no-save", "--no-package-lock", tarball.toString());
    return shop;
  }

  /// What a command printed. It must succeed.
  static String run(Path folder, String... command) throws IOException {
    Finished finished = finish(folder, command);
    assertThat(finished.status()).as(finished.out()).isZero();
    return finished.out();
  }

  private static Finished finish(Path folder, String... command) throws IOException {
    Path out = Files.createTempFile("npm", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      if (!process.waitFor(COMMAND_MAX.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(String.join(" ", command) + " still runs");
      }
      return new Finished(process.exitValue(), Files.readString(out, UTF_8));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      Files.delete(out);
    }
  }
}
