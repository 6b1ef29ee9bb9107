package dev.interlock.emulator.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interlock.emulator.openapi.ApiDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// openapi.yaml and template.yaml have the same operations, with the same limits on calls.
class DescribedRoutesTest {
  private final ApiDocument document = ApiDocument.read();
  private final Deployment deployment;

  DescribedRoutesTest() throws IOException {
    deployment = Deployment.read();
  }

  @Test
  void areTheRoutesOfTheTemplate() {
    List<String> routes = new ArrayList<>();
    deployment.functions().values().forEach(each -> routes.addAll(Deployment.routes(each)));
    assertThat(document.operations().keySet()).containsExactlyInAnyOrderElementsOf(routes);
  }

  @Test
  void haveTheThrottlingOfTheTemplate() {
    Map<String, String> configured = new TreeMap<>();
    deployment
        .map("Resources", "Api", "Properties", "RouteSettings")
        .forEach((route, settings) ->
            configured.put(
                route,
                Deployment.at(settings, "ThrottlingRateLimit")
                    + " a second, burst "
                    + Deployment.at(settings, "ThrottlingBurstLimit")));
    Map<String, String> described = new TreeMap<>();
    document
        .operations()
        .forEach((route, place) -> {
          JsonNode throttling = document.at(place + "/x-throttling");
          described.put(
              route,
              throttling.path("callsPerSecond") + " a second, burst " + throttling.path("burst"));
        });
    assertThat(described).isEqualTo(configured);
  }
}
