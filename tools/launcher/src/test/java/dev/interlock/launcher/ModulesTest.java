package dev.interlock.launcher;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The permitted dependencies between modules. Modules that are built after this one, such as
/// bench, are checked by their own tests.
class ModulesTest {
  private static final String[] TOOLS = {
    "dev.interlock.wire..",
    "dev.interlock.plots..",
    "dev.interlock.browser..",
    "dev.interlock.emulator..",
    "dev.interlock.audit..",
    "dev.interlock.soak..",
    "dev.interlock.races..",
    "dev.interlock.console..",
    "dev.interlock.launcher.."
  };
  private static final String[] PRODUCT = {
    "dev.interlock",
    "dev.interlock.api..",
    "dev.interlock.database..",
    "dev.interlock.json..",
    "dev.interlock.limits..",
    "dev.interlock.telemetry..",
    "dev.interlock.write..",
    "dev.interlock.transfer..",
    "dev.interlock.stockdecrement..",
    "dev.interlock.permissionchange..",
    "dev.interlock.examples.."
  };
  private static final String TEST_KIT = "dev.interlock.testkit..";
  private static final String CLIENT = "dev.interlock.client..";

  private static final JavaClasses ALL = new ClassFileImporter().importPaths(classFolders());

  private static List<Path> classFolders() {
    try (Stream<Path> folders =
        Stream.of("", "functions", "examples", "clients", "tools")
            .map(CommandProcess.ROOT::resolve)) {
      return folders
          .flatMap(ModulesTest::children)
          .map(module -> module.resolve("target/classes"))
          .filter(Files::isDirectory)
          .filter(classes -> !classes.startsWith(CommandProcess.ROOT.resolve("bench")))
          .toList();
    }
  }

  private static Stream<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList().stream();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void everyModuleIsExamined() {
    for (String name :
        List.of(
            "ApiHandler",
            "transfer.TransferHandler",
            "testkit.servers.TestDatabase",
            "stockdecrement.StockDecrementHandler",
            "permissionchange.PermissionChangeHandler",
            "client.InterlockClient",
            "wire.PgProxy",
            "plots.Svg",
            "emulator.LocalFunctions",
            "audit.Audit",
            "soak.Soak",
            "races.ForcedRace",
            "console.Console",
            "launcher.Interlock")) {
      assertThat(ALL.contain("dev.interlock." + name)).as(name).isTrue();
    }
  }

  /// One slice per package, without its subpackages.
  private static final class Packages implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return type.getPackageName().startsWith("dev.interlock")
          ? SliceIdentifier.of(type.getPackageName())
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }

  /// One slice per module of a function, those of `./interlock new` among them.
  private static final class Functions implements SliceAssignment {
    private static final Pattern MODULE =
        Pattern.compile("/((?:functions|examples)/[^/]+)/target/");

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      Matcher module =
          MODULE.matcher(type.getSource().map(source -> source.getUri().toString()).orElse(""));
      return module.find() ? SliceIdentifier.of(module.group(1)) : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "functions";
    }
  }

  @Test
  void noPackagesFormACircle() {
    check(slices().assignedFrom(new Packages()).should().beFreeOfCycles());
  }

  @Test
  void functionsDoNotDependOnEachOther() {
    check(slices().assignedFrom(new Functions()).should().notDependOnEachOther());
  }

  @Test
  void theProductDependsNeitherOnToolsNorOnTheTestKitNorOnClients() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(PRODUCT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(TOOLS));
    check(
        noClasses()
            .that()
            .resideInAnyPackage(PRODUCT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(TEST_KIT, CLIENT));
  }

  /// Callers have nothing but the client's jar and jackson-core.
  @Test
  void theClientDependsOnNothingElseHere() {
    check(
        noClasses()
            .that()
            .resideInAPackage(CLIENT)
            .should()
            .dependOnClassesThat(
                resideInAPackage("dev.interlock..").and(resideOutsideOfPackage(CLIENT))));
  }

  @Test
  void toolsDoNotUseTheTestKit() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(TOOLS)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(TEST_KIT));
  }

  /// Every option, and every sentence about one, is in the launcher.
  @Test
  void onlyTheLauncherReadsCommandLines() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.interlock.launcher..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli.."));
  }

  @Test
  void auditNeedsOnlyADatabase() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.interlock.audit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.interlock.emulator..", "dev.interlock.soak..", "dev.interlock.launcher.."));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(false).check(ALL);
  }
}
