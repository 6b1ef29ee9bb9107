package dev.interlock.races.contender;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.EnumMap;
import java.util.Map;

/// Writes orders as the events that API Gateway sends. The constant parts are prepared once, so
/// that writing an event is cheap compared to reading it.
///
/// Names and keys are not escaped: they must not contain quotes or backslashes.
public final class EventText {

  /// Placeholder for the path of the route.
  private static final String PATH = "PATH";

  private static final String HEAD =
      """
      {"version":"2.0","routeKey":"POST PATH","rawPath":"PATH","rawQueryString":"",\
      "headers":{"accept":"*/*","authorization":"Bearer the.authorizer.checked",\
      "content-type":"application/json",\
      "host":"a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com","user-agent":"curl/8.14.1",\
      "x-amzn-trace-id":"Root=1-69b30f5e-0123456789abcdef01234567",\
      "x-forwarded-for":"203.0.113.7","x-forwarded-port":"443","x-forwarded-proto":"https",\
      "idempotency-key":\"\
      """;

  private static final String CONTEXT =
      """
      "},"requestContext":{"accountId":"123456789012","apiId":"a1b2c3d4e5",\
      "domainName":"a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com",\
      "domainPrefix":"a1b2c3d4e5","http":{"method":"POST","path":"PATH","protocol":"HTTP/1.1",\
      "sourceIp":"203.0.113.7","userAgent":"curl/8.14.1"},"requestId":"aB3dEfGhIjKlMnO=",\
      "routeKey":"POST PATH","stage":"$default","time":"12/Mar/2026:19:03:58 +0000",\
      "timeEpoch":1773342238000,"authorizer":{"jwt":{"claims":{"aud":"interlock",\
      "exp":"1773345838","iat":"1773342238","iss":"http://127.0.0.1:3000","sub":\"\
      """;

  private static final String BODY = "\"},\"scopes\":null}}},\"isBase64Encoded\":false,\"body\":\"";

  private static final String END = "\"}";

  private final Map<MeasuredOperation, Route> routes = new EnumMap<>(MeasuredOperation.class);
  private final StringBuilder text = new StringBuilder(4_096);

  private record Route(String head, String context) {
    Route(String path) {
      this(HEAD.replace(PATH, path), CONTEXT.replace(PATH, path));
    }
  }

  /// The event of an order. Not for concurrent use.
  public byte[] of(Order order) {
    Route route =
        routes.computeIfAbsent(order.operation(), operation -> new Route(operation.path()));
    text.setLength(0);
    text.append(route.head()).append(order.key());
    if (order instanceof Order.Change change) {
      text.append("\",\"if-match\":\"\\\"").append(change.version()).append("\\\"");
    }
    text.append(route.context()).append(order.caller()).append(BODY);
    switch (order) {
      case Order.Transfer transfer -> body(transfer);
      case Order.Decrement decrement -> body(decrement);
      case Order.Change change -> body(change);
      case Order.Settlement settlement -> body(settlement);
    }
    return text.append(END).toString().getBytes(US_ASCII);
  }

  // The body is a JSON string, so its quotes are escaped.
  private void body(Order.Transfer order) {
    text.append("{\\\"from\\\":\\\"").append(order.from());
    text.append("\\\",\\\"to\\\":\\\"").append(order.to());
    text.append("\\\",\\\"amount\\\":").append(order.amountMinor());
    text.append(",\\\"currency\\\":\\\"").append(order.currency()).append("\\\"}");
  }

  private void body(Order.Decrement order) {
    text.append("{\\\"location\\\":\\\"").append(order.location());
    text.append("\\\",\\\"lines\\\":[");
    order
        .quantities()
        .forEach((sku, quantity) -> {
          text.append("{\\\"sku\\\":\\\"").append(sku);
          text.append("\\\",\\\"quantity\\\":").append(quantity).append("},");
        });
    text.setLength(text.length() - 1);
    text.append("]}");
  }

  private void body(Order.Change order) {
    text.append("{\\\"resource\\\":\\\"").append(order.resource());
    text.append("\\\",\\\"principal\\\":\\\"").append(order.principal());
    text.append("\\\",\\\"role\\\":\\\"").append(order.role()).append("\\\"}");
  }

  private void body(Order.Settlement order) {
    text.append("{\\\"hold\\\":\\\"").append(order.hold().id());
    text.append("\\\",\\\"amount\\\":").append(order.amountMinor()).append('}');
  }
}
