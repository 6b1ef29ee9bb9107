package dev.interlock.bench;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The structure of the benchmark: no circle between its packages, and no module depends on it.
class BenchStructureTest {

  private static final Path ROOT = Path.of("..");

  private static final JavaClasses BENCH =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.interlock.bench");

  /// Every package is a slice, the root package with the command too.
  private static final SliceAssignment PACKAGES =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
          return type.getPackageName().startsWith("dev.interlock.bench")
              ? SliceIdentifier.of(type.getPackageName())
              : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
          return "packages of the benchmark";
        }
      };

  @Test
  void packagesFormNoCircle() {
    assertThat(BENCH).hasSizeGreaterThan(50);
    slices().assignedFrom(PACKAGES).should().beFreeOfCycles().check(BENCH);
  }

  @Test
  void noOtherModuleUsesTheBenchmark() throws IOException {
    List<Path> users;
    try (Stream<Path> files = Files.walk(ROOT)) {
      users =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !ROOT.relativize(file).startsWith("bench"))
              .filter(BenchStructureTest::namesTheBenchmark)
              .toList();
    }
    assertThat(users).isEmpty();
  }

  private static boolean namesTheBenchmark(Path source) {
    try {
      return Files.readString(source).contains("dev.interlock.bench");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
