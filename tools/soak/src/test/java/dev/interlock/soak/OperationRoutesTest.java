package dev.interlock.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.audit.operation.Operation;
import dev.interlock.audit.operation.Operations;
import dev.interlock.audit.operation.WriteOperation;
import dev.interlock.emulator.template.Template;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
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

  /// An operation that writes and that no tool knows would be neither soaked nor audited.
  @Test
  void everyRouteThatWritesIsAnOperation() throws IOException {
    assertThat(
            Template.read(TEMPLATE, PARAMETERS).routes().stream()
                .filter(route -> route.method().equals("POST"))
                .map(Template.Route::path))
        .containsExactlyInAnyOrderElementsOf(
            Operations.WRITES.stream().map(Operation::route).toList());
  }

  private static String route(Operation operation) {
    String method = operation instanceof WriteOperation ? "POST" : "GET";
    return method + " " + operation.route() + " " + operation.function();
  }
}
