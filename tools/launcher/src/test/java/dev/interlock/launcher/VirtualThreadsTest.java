package dev.interlock.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Virtual threads are for sockets. One that blocks in native code, for example to read a child's
/// output, pins its carrier, and a process has few carriers.
///
/// The test examines one source at a time, so it does not see what a virtual thread calls in other
/// sources.
class VirtualThreadsTest {
  private static final Predicate<String> STARTS_THEM =
      Pattern.compile("ofVirtual|startVirtualThread|newVirtualThreadPerTaskExecutor").asPredicate();
  private static final Predicate<String> USES_PROCESSES =
      Pattern.compile("\\bProcess(Builder)?\\b|\\.(input|error)Reader\\(").asPredicate();

  @Test
  void noSourceThatStartsVirtualThreadsUsesProcesses() {
    List<Path> starting = sources().filter(file -> STARTS_THEM.test(text(file))).toList();
    assertThat(starting).isNotEmpty();
    assertThat(starting).noneMatch(file -> USES_PROCESSES.test(text(file)));
  }

  /// Neither the gateway nor the runtime API depends on a free carrier.
  @Test
  void theStackStartsNoVirtualThreads() {
    assertThat(sources().filter(VirtualThreadsTest::isOfTheStack)).isNotEmpty();
    assertThat(sources().filter(VirtualThreadsTest::isOfTheStack).map(VirtualThreadsTest::text))
        .noneMatch(STARTS_THEM);
  }

  private static boolean isOfTheStack(Path file) {
    String path = file.toString();
    return path.contains("/src/main/") && path.matches(".*/emulator/(lambda|gateway)/[^/]+");
  }

  private static Stream<Path> sources() {
    List<Path> sources = new ArrayList<>();
    try {
      Files.walkFileTree(CommandProcess.ROOT, new SourceFinder(sources));
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
    return sources.stream();
  }

  /// Skips the folders that builds and stacks write to.
  private static final class SourceFinder extends SimpleFileVisitor<Path> {
    private final List<Path> sources;

    private SourceFinder(List<Path> sources) {
      this.sources = sources;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      String name = folder.getFileName().toString();
      return name.equals("target") || name.startsWith(".")
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (file.toString().endsWith(".java") && !file.endsWith("VirtualThreadsTest.java")) {
        sources.add(file);
      }
      return FileVisitResult.CONTINUE;
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }
}
