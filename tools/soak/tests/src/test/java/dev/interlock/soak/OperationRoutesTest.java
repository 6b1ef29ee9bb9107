package dev.interlock.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.audit.operation.Operation;
import dev.interlock.audit.operation.Operations;
import dev.interlock.audit.operation.WriteOperation;
import dev.interlock.emulator.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Tools know the operations by the routes and functions of template.yaml.
class OperationRoutesTest {

  private static final Path TEMPLATE = Path.of("../..", "template.yaml");
  private static final Map<String, String> PARAMETERS =
      Map.of(
          "DatabaseUrl", "jdbc:postgresql://127.0.0.1/interlock",
          "DatabaseUser", "interlock",
          "DatabasePassword", "interlock",
          "DatabaseProduct", "postgresql",
          "JwtIssuer", "http://127.0.0.1:3000",
          "JwtAudience", "interlock");

  @Test
  void everyOperationHasItsRouteInTheTemplate() throws IOException {
    assertThat(Template.read(TEMPLATE, PARAMETERS).routes())
        .extracting(route -> route.method() + " " + route.path() + " " + route.logicalId())
        .containsAll(Operations.all().map(OperationRoutesTest::route).toList());
  }

  /// An operation that writes, and that neither a tool knows nor its function describes, would not
  /// be audited.
  @Test
  void everyRouteThatWritesIsAnOperationOrDescribed() throws IOException {
    Template template = Template.read(TEMPLATE, PARAMETERS);
    assertThat(
            template.routes().stream()
                .filter(route -> route.method().equals("POST"))
                .filter(route -> !isDescribed(template, route))
                .map(Template.Route::path))
        .containsExactlyInAnyOrderElementsOf(
            Operations.WRITES.stream().map(Operation::route).toList());
  }

  private static boolean isDescribed(Template template, Template.Route route) {
    Path jar = Objects.requireNonNull(template.functions().get(route.logicalId())).code();
    return Files.isDirectory(jar.resolveSibling("../src/main/resources/audit"));
  }

  private static String route(Operation operation) {
    String method = operation instanceof WriteOperation ? "POST" : "GET";
    return method + " " + operation.route() + " " + operation.function();
  }
}
