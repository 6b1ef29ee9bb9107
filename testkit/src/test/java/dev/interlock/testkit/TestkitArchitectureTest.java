package dev.interlock.testkit;

import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.metaAnnotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;

/// The structure of the test kit.
class TestkitArchitectureTest {

  private static final JavaClasses TESTKIT =
      new ClassFileImporter().importPath(Path.of("target/classes"));

  @Test
  void packagesHaveNoCircle() {
    slices().matching("dev.interlock.testkit.(*)..").should().beFreeOfCycles().check(TESTKIT);
  }

  /// Maven runs the tests in a module's test code only. The test classes in main code are abstract
  /// and run in the modules that extend them.
  @Test
  void mainCodeHasNoConcreteTestClass() {
    classes()
        .that()
        .containAnyMethodsThat(metaAnnotatedWith(Testable.class))
        .should()
        .haveModifier(JavaModifier.ABSTRACT)
        .check(TESTKIT);
  }
}
