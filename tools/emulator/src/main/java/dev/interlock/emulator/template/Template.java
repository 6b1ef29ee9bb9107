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

/// The functions, routes and authorizer of template.yaml, with its parameters filled in.
///
/// @param functions by logical id, in the template's order
/// @param authorizer absent when the API has no default authorizer
/// @param cors absent when browsers may not call the API from other origins
public record Template(
    Map<String, Function> functions,
    List<Route> routes,
    Optional<Authorizer> authorizer,
    Optional<Cors> cors) {

  /// A template without CORS.
  public Template(
      Map<String, Function> functions, List<Route> routes, Optional<Authorizer> authorizer) {
    this(functions, routes, authorizer, Optional.empty());
  }

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

  /// The issuer, audiences and scopes of the tokens that the API accepts.
  ///
  /// @param scopes a token must carry at least one of them; empty if none is required
  public record Authorizer(String issuer, List<String> audiences, List<String> scopes) {}

  /// Which origins may call the API from a browser, and how.
  public record Cors(
      List<String> origins,
      List<String> methods,
      List<String> headers,
      List<String> exposedHeaders,
      String maxAgeSeconds) {}

  private static final String FUNCTION = "AWS::Serverless::Function";
  private static final String HTTP_API = "AWS::Serverless::HttpApi";

  /// SAM's defaults.
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
    Node api = httpApi(root.get("Resources"));
    Optional<Authorizer> authorizer = authorizer(api.get("Auth"));
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
        java.util.Collections.unmodifiableMap(functions),
        List.copyOf(routes),
        authorizer,
        cors(api.get("CorsConfiguration")));
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

  /// The properties of the API, or an empty node if there is none.
  private static Node httpApi(Node resources) {
    return resources.keys().stream()
        .map(resources::get)
        .filter(resource -> resource.get("Type").text("").equals(HTTP_API))
        .findFirst()
        .map(resource -> resource.get("Properties"))
        .orElse(resources.get(HTTP_API));
  }

  private static Optional<Authorizer> authorizer(Node auth) {
    String name = auth.get("DefaultAuthorizer").text("");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Node definition = auth.get("Authorizers").get(name);
    Node jwt = definition.get("JwtConfiguration");
    return Optional.of(
        new Authorizer(
            jwt.get("issuer").text(""),
            jwt.get("audience").textList(),
            definition.get("AuthorizationScopes").textList()));
  }

  private static Optional<Cors> cors(Node configuration) {
    List<String> origins = configuration.get("AllowOrigins").textList();
    return origins.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Cors(
                origins,
                configuration.get("AllowMethods").textList(),
                configuration.get("AllowHeaders").textList(),
                configuration.get("ExposeHeaders").textList(),
                configuration.get("MaxAge").text("")));
  }
}
