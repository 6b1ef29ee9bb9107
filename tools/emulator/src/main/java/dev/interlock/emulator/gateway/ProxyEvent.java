package dev.interlock.emulator.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Writes a request as the event that API Gateway hands to a function, in [payload format
/// 2.0](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).
final class ProxyEvent {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// The media types whose bodies come as text; any other one, or none, comes as base64.
  private static final Set<String> TEXT =
      Set.of("application/json", "application/xml", "application/javascript");

  private static final String ACCOUNT = "000000000000";
  private static final String API = "local";
  private static final String DOMAIN = "localhost";

  private ProxyEvent() {}

  /// @param claims of the caller's token; empty for a route without authorizer
  static byte[] of(
      ProxyRequest request, Routes.Match match, Optional<Map<String, Object>> claims, Instant now)
      throws java.io.IOException {
    ObjectNode event = JSON.createObjectNode();
    String path = Routes.decoded(request.rawPath());
    event.put("version", "2.0").put("routeKey", match.key()).put("rawPath", path);
    event.put("rawQueryString", request.rawQuery());
    putCookies(event, request);
    putHeaders(event.putObject("headers"), request, now);
    putIfAny(event, "queryStringParameters", request.queryParameters());
    ObjectNode context = event.putObject("requestContext");
    context.put("accountId", ACCOUNT).put("apiId", API);
    claims.ifPresent(all -> putClaims(context.putObject("authorizer").putObject("jwt"), all));
    context.put("domainName", DOMAIN).put("domainPrefix", DOMAIN);
    context
        .putObject("http")
        .put("method", request.method())
        .put("path", path)
        .put("protocol", request.protocol())
        .put("sourceIp", request.sourceIp())
        .put("userAgent", request.joined("user-agent"));
    context.put("requestId", UUID.randomUUID().toString()).put("routeKey", match.key());
    context.put("stage", "$default").put("time", TIME.format(now));
    context.put("timeEpoch", now.toEpochMilli());
    putIfAny(event, "pathParameters", match.pathParameters());
    putBody(event, request);
    return JSON.writeValueAsBytes(event);
  }

  private static void putCookies(ObjectNode event, ProxyRequest request) {
    List<String> cookies =
        request.values("cookie").stream()
            .flatMap(header -> java.util.Arrays.stream(header.split(";", -1)))
            .map(String::strip)
            .filter(cookie -> !cookie.isEmpty())
            .toList();
    if (!cookies.isEmpty()) {
      cookies.forEach(event.putArray("cookies")::add);
    }
  }

  private static void putHeaders(ObjectNode headers, ProxyRequest request, Instant now) {
    for (String name : request.headers().keySet()) {
      if (!name.equals("cookie")) {
        headers.put(name, request.joined(name));
      }
    }
    String random = UUID.randomUUID().toString().replace("-", "").substring(0, 24);
    String trace = String.format(Locale.ROOT, "Root=1-%08x-%s", now.getEpochSecond(), random);
    headers.put("x-amzn-trace-id", trace);
    String port = request.joined("host").replaceFirst("^.*:", "");
    String before = request.joined("x-forwarded-for");
    headers.put(
        "x-forwarded-for",
        before.isEmpty() ? request.sourceIp() : before + ", " + request.sourceIp());
    headers.put("x-forwarded-port", port);
    headers.put("x-forwarded-proto", "http");
  }

  private static void putIfAny(ObjectNode event, String name, Map<String, String> members) {
    if (!members.isEmpty()) {
      ObjectNode object = event.putObject(name);
      members.forEach(object::put);
    }
  }

  private static void putClaims(ObjectNode jwt, Map<String, Object> claims) {
    ObjectNode texts = jwt.putObject("claims");
    claims.forEach((name, value) -> texts.put(name, text(value)));
    jwt.putNull("scopes");
  }

  /// Every claim reaches a function as text, a list as `[a b]`.
  private static String text(Object claim) {
    return claim instanceof List<?> list
        ? "[" + String.join(" ", list.stream().map(String::valueOf).toList()) + "]"
        : String.valueOf(claim);
  }

  private static void putBody(ObjectNode event, ProxyRequest request) {
    byte[] body = request.body().orElse(new byte[0]);
    Optional<String> text = isText(request.joined("content-type")) ? utf8(body) : Optional.empty();
    if (body.length > 0) {
      event.put("body", text.orElseGet(() -> Base64.getEncoder().encodeToString(body)));
    }
    event.put("isBase64Encoded", body.length > 0 && text.isEmpty());
  }

  private static boolean isText(String contentType) {
    String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return type.startsWith("text/") || TEXT.contains(type);
  }

  private static Optional<String> utf8(byte[] body) {
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return Optional.of(decoder.decode(ByteBuffer.wrap(body)).toString());
    } catch (CharacterCodingException binary) {
      return Optional.empty();
    }
  }
}
