package dev.interlock;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The structure of this module: packages that depend on each other one way, and few public types.
class ArchitectureTest {

  private static final String ROOT = "dev.interlock";

  /// Every package, lowest first; the root comes last. A package may use those before it, so there
  /// is no circle, and the engine in `write` knows neither HTTP nor JSON bodies.
  private static final List<String> LAYERS =
      List.of("limits", "json", "database", "write", "telemetry", "api", "");

  private static final JavaClasses SHARED =
      new ClassFileImporter().importPath(Path.of("target/classes"));

  /// The types that functions, tests and tools may use. A type is added here when another package
  /// or module needs it, and not before.
  private static final List<String> PUBLIC_TYPES =
      List.of(
          "ApiHandler",
          "api.ApiRequest",
          "api.ApiResponse",
          "api.Caller",
          "api.EntityTag",
          "api.IdempotencyKey",
          "api.Members",
          "api.Problem",
          "api.QueryMembers",
          "api.RefusedException",
          "api.Timestamps",
          "api.Violations",
          "api.WriteRequest",
          "database.Database",
          "database.DatabaseUrl",
          "database.SqlState",
          "json.Json",
          "json.JsonText",
          "json.MalformedJsonException",
          "limits.TimeLimits",
          "telemetry.Invocation",
          "write.Attempts",
          "write.Command",
          "write.CommandIdentity",
          "write.ConditionalStatement",
          "write.ConsistentQuery",
          "write.ContentionException",
          "write.DatabaseUnavailableException",
          "write.Deadline",
          "write.Decision",
          "write.Fingerprint",
          "write.IdempotencyKeyReusedException",
          "write.OutcomeUnknownException",
          "write.RefusalWords",
          "write.RequestInProgressException",
          "write.RetryLimits",
          "write.RetryLoop",
          "write.StatementRunner");

  @Test
  void everyPackageHasItsLayer() {
    assertThat(SHARED.stream().map(ArchitectureTest::layer).distinct())
        .containsExactlyInAnyOrderElementsOf(LAYERS);
  }

  @Test
  void noPackageDependsOnOneAboveIt() {
    assertThat(upwardDependencies(LAYERS)).isEmpty();
  }

  @Test
  void dependencyOnAPackageAboveIsFound() {
    List<String> databaseOnTop =
        List.of("limits", "json", "write", "telemetry", "api", "", "database");
    assertThat(upwardDependencies(databaseOnTop))
        .contains("write.StatementRunner -> database.Database");
  }

  @Test
  void publicTypesAreThoseListed() {
    assertThat(
            SHARED.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .map(ArchitectureTest::name)
                .sorted())
        .containsExactlyElementsOf(PUBLIC_TYPES);
  }

  private static List<String> upwardDependencies(List<String> layers) {
    return SHARED.stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(use -> SHARED.contain(use.getTargetClass().getName()))
        .filter(use ->
            layers.indexOf(layer(use.getTargetClass()))
                > layers.indexOf(layer(use.getOriginClass())))
        .map(use -> name(use.getOriginClass()) + " -> " + name(use.getTargetClass()))
        .distinct()
        .sorted()
        .toList();
  }

  private static String layer(JavaClass type) {
    return type.getPackageName().equals(ROOT)
        ? ""
        : type.getPackageName().substring(ROOT.length() + 1);
  }

  private static String name(JavaClass type) {
    return type.getName().substring(ROOT.length() + 1);
  }
}
