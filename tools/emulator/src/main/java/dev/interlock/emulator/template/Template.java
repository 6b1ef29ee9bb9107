package dev.interlock.emulator.template;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What template.yaml says of the functions, their routes and the tokens that the API accepts, with
/// its parameters filled in. It is the one source of all of them.
///
/// @param functions by logical id, in the template's order
/// @param authorizer absent when the API has no default authorizer
public record Template(
    Map<String, Function> functions, List<Route> routes, Optional<Authorizer> authorizer) {

  /// A function as the template declares it.
  ///
  /// @param code the jar, or the folder of classes
  public record Function(
      String logicalId,
      String handler,
      Path code,
      Duration timeout,
      int memoryMegabytes,
      Map<String, String> environment) {}

  /// A route of the HTTP API: `method` is upper case or `ANY`, `path` may have `{name}` and
  /// `{name+}` segments. `$default` is the method `ANY` and the path `$default`.
  public record Route(String method, String path, String logicalId, boolean authorized) {}

  /// Whose tokens the API accepts.
  ///
  /// @param scopes a token must carry at least one of them; empty if none is required
  public record Authorizer(String issuer, List<String> audiences, List<String> scopes) {}

  private static final String FUNCTION = "AWS::Serverless::Function";
  private static final String HTTP_API = "AWS::Serverless::HttpApi";

  /// What SAM assumes where a template says nothing.
  private static final int SAM_TIMEOUT_SECONDS = 3;

  private static final int SAM_MEMORY_MEGABYTES = 128;

  /// Reads `file`; its relative code paths are relative to its folder.
  ///
  /// @param parameters the values of the template's parameters, over their defaults
  public static Template read(Path file, Map<String, String> parameters) throws IOException {
    Node root;
    try (Reader reader = Files.newBufferedReader(file)) {
      root = Node.parse(reader, parameters);
    }
    Path folder = file.toAbsolutePath().normalize().getParent();
    Map<String, Function> functions = new LinkedHashMap<>();
    List<Route> routes = new ArrayList<>();
    Optional<Authorizer> authorizer = authorizer(root.get("Resources"));
    Node defaults = root.get("Globals").get("Function");
    for (String id : root.get("Resources").keys()) {
      Node resource = root.get("Resources").get(id);
      if (resource.get("Type").text("").equals(FUNCTION)) {
        Node properties = resource.get("Properties");
        functions.put(id, function(id, properties, defaults, folder));
        routes.addAll(routes(id, properties.get("Events"), authorizer.isPresent()));
      }
    }
    return new Template(
        java.util.Collections.unmodifiableMap(functions), List.copyOf(routes), authorizer);
  }

  private static Function function(
      String id, Node properties, Node defaults, @Nullable Path folder) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.putAll(defaults.get("Environment").get("Variables").texts());
    environment.putAll(properties.get("Environment").get("Variables").texts());
    Path code = Path.of(properties.get("CodeUri").or(defaults.get("CodeUri")).text("."));
    return new Function(
        id,
        properties.get("Handler").or(defaults.get("Handler")).text(""),
        folder == null ? code : folder.resolve(code).normalize(),
        Duration.ofSeconds(
            properties.get("Timeout").or(defaults.get("Timeout")).number(SAM_TIMEOUT_SECONDS)),
        properties.get("MemorySize").or(defaults.get("MemorySize")).number(SAM_MEMORY_MEGABYTES),
        java.util.Collections.unmodifiableMap(environment));
  }

  private static List<Route> routes(String id, Node events, boolean authorizedByDefault) {
    List<Route> routes = new ArrayList<>();
    for (String name : events.keys()) {
      Node event = events.get(name);
      if (event.get("Type").text("").equals("HttpApi")) {
        Node properties = event.get("Properties");
        boolean open = properties.get("Auth").get("Authorizer").text("").equals("NONE");
        routes.add(
            new Route(
                properties.get("Method").text("ANY").toUpperCase(Locale.ROOT),
                properties.get("Path").text("$default"),
                id,
                authorizedByDefault && !open));
      }
    }
    return routes;
  }

  private static Optional<Authorizer> authorizer(Node resources) {
    for (String id : resources.keys()) {
      if (resources.get(id).get("Type").text("").equals(HTTP_API)) {
        Node auth = resources.get(id).get("Properties").get("Auth");
        String name = auth.get("DefaultAuthorizer").text("");
        Node definition = auth.get("Authorizers").get(name);
        Node jwt = definition.get("JwtConfiguration");
        if (!name.isEmpty()) {
          return Optional.of(
              new Authorizer(
                  jwt.get("issuer").text(""),
                  jwt.get("audience").textList(),
                  definition.get("AuthorizationScopes").textList()));
        }
      }
    }
    return Optional.empty();
  }
}
