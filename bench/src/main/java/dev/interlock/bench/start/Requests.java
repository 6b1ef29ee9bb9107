package dev.interlock.bench.start;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.bench.contender.Operation;
import dev.interlock.json.JsonText;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Events of the demo data's alice, each of which is accepted: with a key of its own, and a small
/// enough amount that there is always one more.
///
/// @param owner reads what a permission change has to be made from
record Requests(Connection owner) {

  private static final String ACCOUNT = "a0000000-0000-4000-8000-000000000001";
  private static final String DESTINATION = "a0000000-0000-4000-8000-000000000002";
  private static final String LOCATION = "b0000000-0000-4000-8000-000000000001";

  byte[] next(Operation operation) throws SQLException {
    return switch (operation) {
      case TRANSFER ->
          event(
              "/transfers",
              0,
              Map.of("from", ACCOUNT, "to", DESTINATION, "amount", 1, "currency", "EUR"));
      case DECREMENT ->
          event(
              "/stock-decrements",
              0,
              Map.of(
                  "location", LOCATION, "lines", List.of(Map.of("sku", "TEA-100", "quantity", 1))));
      case CHANGE ->
          event(
              "/permission-changes",
              version(),
              Map.of("resource", ACCOUNT, "principal", "bob", "role", "operator"));
    };
  }

  private long version() throws SQLException {
    try (Statement statement = owner.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT acl_version FROM resource WHERE id = '" + ACCOUNT + "'")) {
      row.next();
      return row.getLong(1);
    }
  }

  // The members that API Gateway sends with every event, as in events/.
  private static byte[] event(String path, long version, Map<String, ?> body) {
    Map<String, String> claims = Map.of("sub", "alice", "iss", "http://127.0.0.1:3000");
    Map<String, String> http =
        Map.of("method", "POST", "path", path, "protocol", "HTTP/1.1", "sourceIp", "203.0.113.7");
    Map<String, Object> context =
        Map.of(
            "accountId", "123456789012",
            "apiId", "a1b2c3d4e5",
            "authorizer", Map.of("jwt", Map.of("claims", claims)),
            "domainName", "a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com",
            "http", http,
            "requestId", "aB3dEfGhIjKlMnO=",
            "routeKey", "POST " + path,
            "stage", "$default",
            "time", "12/Mar/2026:19:03:58 +0000",
            "timeEpoch", 1_773_342_238_000L);
    Map<String, String> headers =
        Map.of(
            "accept", "*/*",
            "content-type", "application/json",
            "idempotency-key", UUID.randomUUID().toString(),
            "if-match", "\"" + version + "\"",
            "host", "a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com",
            "user-agent", "curl/8.14.1",
            "x-forwarded-for", "203.0.113.7");
    Map<String, Object> event =
        Map.of(
            "version",
            "2.0",
            "routeKey",
            "POST " + path,
            "rawPath",
            path,
            "rawQueryString",
            "",
            "headers",
            headers,
            "requestContext",
            context,
            "body",
            JsonText.of(body),
            "isBase64Encoded",
            false);
    return JsonText.of(event).getBytes(UTF_8);
  }
}
