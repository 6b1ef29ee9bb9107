package dev.interlock.emulator.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// Converts the API's OpenAPI document from YAML to JSON.
final class ApiDescription {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ApiDescription() {}

  /// The document with the API at `url` as its only server.
  static String json(String yaml, String url) throws IOException {
    Map<?, ?> document = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    ObjectNode description = JSON.valueToTree(document);
    description.putArray("servers").addObject().put("url", url);
    removeLinksIntoTheRepository(description);
    return JSON.writeValueAsString(description);
  }

  /// Links to the pages of `docs/` lead nowhere from here: the API does not serve them.
  private static void removeLinksIntoTheRepository(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("externalDocs").path("url").asText("docs/").startsWith("docs/")) {
      object.remove("externalDocs");
    }
    node.forEach(ApiDescription::removeLinksIntoTheRepository);
  }
}
