package dev.interlock.launcher.outside;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A copy of the repository, and the folder that it was published to.
record Staging(Path copy, Path repository) {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final Set<String> NOT_COPIED = Set.of(".git", ".interlock", "target");
  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

  static Staging in(Path folder) throws IOException, InterruptedException {
    Staging staging = new Staging(folder.resolve("copy"), folder.resolve("staging"));
    copy(ROOT, staging.copy);
    staging
        .maven(
            "-Prelease",
            "-Dgpg.skip",
            "-Dmaven.test.skip",
            "-pl",
            "bom,tools/launcher",
            "-am",
            "-DaltDeploymentRepository=staging::" + staging.repository.toUri(),
            "deploy")
        .run();
    return staging;
  }

  /// Maven in the copy, without the formatter.
  Program maven(String... arguments) {
    return Program.in(
        copy,
        List.of("./mvnw", "--batch-mode", "--no-transfer-progress", "-Dexec.skip"),
        arguments);
  }

  String version() throws IOException {
    Matcher version = VERSION.matcher(Files.readString(copy.resolve("pom.xml")));
    if (!version.find()) {
      throw new AssertionError("the root has no version");
    }
    return version.group(1);
  }

  /// The published poms.
  List<Path> poms() throws IOException {
    try (Stream<Path> files = Files.walk(repository)) {
      return files.filter(file -> file.toString().endsWith(".pom")).sorted().toList();
    }
  }

  /// A local Maven repository that holds what this machine's holds, except Interlock.
  static Path withoutInterlock(Path folder) throws IOException {
    Path own =
        Path.of(
            System.getProperty(
                "maven.repo.local", System.getProperty("user.home") + "/.m2/repository"));
    Files.createDirectories(folder.resolve("dev/interlock"));
    link(own, folder);
    link(own.resolve("dev"), folder.resolve("dev"));
    return folder;
  }

  private static void link(Path from, Path to) throws IOException {
    if (Files.isDirectory(from)) {
      try (Stream<Path> children = Files.list(from)) {
        for (Path child : children.toList()) {
          Path link = to.resolve(child.getFileName());
          if (!Files.exists(link)) {
            Files.createSymbolicLink(link, child);
          }
        }
      }
    }
  }

  static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (NOT_COPIED.contains(folder.getFileName().toString())) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file)));
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
