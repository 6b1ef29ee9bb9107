package dev.interlock.bench.contender;

import static java.nio.charset.StandardCharsets.US_ASCII;

/// Writes orders as API Gateway sends them, cheaply: what never changes is written once, so that
/// making an event costs little beside reading it.
///
/// Names and keys go in as they are, so none may hold a quote or a backslash.
final class EventText {

  /// Stands for a route's path.
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

  private final Route transfers = new Route("/transfers");
  private final Route decrements = new Route("/stock-decrements");
  private final Route changes = new Route("/permission-changes");
  private final StringBuilder text = new StringBuilder(4_096);

  private record Route(String head, String context) {
    Route(String path) {
      this(HEAD.replace(PATH, path), CONTEXT.replace(PATH, path));
    }
  }

  /// The event; one at a time.
  byte[] of(Order order) {
    text.setLength(0);
    switch (order) {
      case Order.Transfer transfer -> {
        begin(transfers, transfer, "");
        body(transfer);
      }
      case Order.Decrement decrement -> {
        begin(decrements, decrement, "");
        body(decrement);
      }
      case Order.Change change -> {
        begin(changes, change, "\",\"if-match\":\"\\\"" + change.version() + "\\\"");
        body(change);
      }
    }
    return text.append(END).toString().getBytes(US_ASCII);
  }

  private void begin(Route route, Order order, String moreHeaders) {
    text.append(route.head()).append(order.key()).append(moreHeaders);
    text.append(route.context()).append(order.caller()).append(BODY);
  }

  // The body is JSON within a text, so its quotes are behind a backslash.
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
}
