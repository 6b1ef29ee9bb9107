package dev.interlock.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.api.Timestamps;
import dev.interlock.audit.history.Exchange;
import dev.interlock.audit.history.HistoryWriter;
import dev.interlock.audit.operation.Operations;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The exchanges of the callers of a [ValidHistory]. Most are answered within a tenth of a second;
/// others first receive nothing, a conflict or "in progress", or receive the answer twice. After
/// every tenth effect there is a read.
final class ValidExchanges {

  /// Receives each exchange.
  interface Sink {
    void take(Exchange exchange) throws IOException;
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONG = Duration.ofDays(1);
  private static final Duration TENTH = Duration.ofMillis(100);

  private final Sink sink;
  private int effects;

  private ValidExchanges(Sink sink) {
    this.sink = sink;
  }

  static List<Exchange> of(Connection connection) throws SQLException, IOException {
    List<Exchange> exchanges = new ArrayList<>();
    each(connection, exchanges::add);
    return exchanges;
  }

  static void write(Connection connection, Path file) throws SQLException, IOException {
    try (HistoryWriter writer = HistoryWriter.to(file)) {
      each(connection, writer::write);
    }
  }

  private static void each(Connection connection, Sink sink) throws SQLException, IOException {
    ValidExchanges exchanges = new ValidExchanges(sink);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(1_000);
      exchanges.transfers(statement);
      exchanges.decrements(statement);
      exchanges.changes(statement);
      exchanges.refusals(statement);
      HoldExchanges.each(statement, sink);
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private void transfers(Statement statement) throws SQLException, IOException {
    ResultSet row =
        statement.executeQuery(
            """
            SELECT t.caller, t.idempotency_key, t.transfer_id AS id, t.account_id AS source,
              g.account_id AS destination, g.amount, a.currency, t.reference, t.balance_after,
              t.version, t.version < a.version AS more, t.created_at
            FROM account_entry t
            JOIN account_entry g ON g.transfer_id = t.transfer_id AND g.amount > 0
            JOIN account a ON a.id = t.account_id
            WHERE t.amount < 0
            ORDER BY t.transfer_id
            """);
    while (row.next()) {
      ObjectNode request = JSON.createObjectNode();
      request.put("from", row.getString("source").toUpperCase(java.util.Locale.ROOT));
      request.put("to", row.getString("destination"));
      request.put("amount", row.getLong("amount"));
      request.put("currency", row.getString("currency"));
      ObjectNode body = JSON.createObjectNode().put("id", row.getString("id"));
      body.setAll(request);
      body.put("from", row.getString("source"));
      reference(row, request, body);
      body.put("fromBalance", row.getLong("balance_after"));
      body.put("createdAt", Timestamps.rfc3339(at(row)));
      boolean due = accepted("transfer", row, request, Optional.empty(), Optional.empty(), body);
      if (due) {
        ObjectNode account = JSON.createObjectNode().put("id", row.getString("source"));
        account.put("currency", row.getString("currency"));
        account.put("balance", row.getLong("balance_after")).put("held", 0);
        account.put("available", row.getLong("balance_after"));
        account.put("status", "open").put("version", row.getLong("version"));
        shown("account", "/accounts/" + row.getString("source"), row, account);
      }
      if (due || !row.getBoolean("more")) {
        entries(row);
      }
    }
  }

  /// A page of one entry, long after the last.
  private void entries(ResultSet row) throws SQLException, IOException {
    long version = row.getLong("version");
    ObjectNode page = JSON.createObjectNode();
    ObjectNode entry = page.putArray("entries").addObject().put("version", version);
    entry.put("transfer", row.getString("id"));
    entry.put("amount", -row.getLong("amount")).put("balanceAfter", row.getLong("balance_after"));
    if (row.getString("reference") != null) {
      entry.put("reference", row.getString("reference"));
    }
    entry.put("createdAt", Timestamps.rfc3339(at(row)));
    if (row.getBoolean("more")) {
      page.put("next", version);
    }
    String path = "/accounts/" + row.getString("source") + "/entries";
    read(
        "entries",
        path + "?limit=1&after=" + (version - 1),
        at(row).plus(LONG),
        page,
        Optional.empty());
  }

  private void decrements(Statement statement) throws SQLException, IOException {
    ResultSet row =
        statement.executeQuery(
            """
            SELECT caller, idempotency_key, decrement_id AS id, location_id AS location, reference,
              created_at, array_agg(sku ORDER BY sku) AS skus,
              array_agg(-quantity ORDER BY sku) AS quantities,
              array_agg(on_hand_after ORDER BY sku) AS on_hand,
              array_agg(version ORDER BY sku) AS versions
            FROM stock_entry
            WHERE decrement_id IS NOT NULL
            GROUP BY caller, idempotency_key, decrement_id, location_id, reference, created_at
            ORDER BY decrement_id
            """);
    while (row.next()) {
      String location = row.getString("location");
      String[] skus = (String[]) row.getArray("skus").getArray();
      Long[] quantities = (Long[]) row.getArray("quantities").getArray();
      Long[] onHand = (Long[]) row.getArray("on_hand").getArray();
      ObjectNode request = JSON.createObjectNode().put("location", location);
      ObjectNode body = JSON.createObjectNode().put("id", row.getString("id"));
      body.put("location", location);
      ArrayNode asked = request.putArray("lines");
      ArrayNode taken = body.putArray("lines");
      for (int i = 0; i < skus.length; i++) {
        // The first SKU in two lines, and in another order than in the answer.
        asked.insertObject(0).put("sku", skus[i]).put("quantity", quantities[i] - (i == 0 ? 1 : 0));
        taken
            .addObject()
            .put("sku", skus[i])
            .put("quantity", quantities[i])
            .put("onHand", onHand[i]);
      }
      asked.addObject().put("sku", skus[0]).put("quantity", 1);
      reference(row, request, body);
      body.put("createdAt", Timestamps.rfc3339(at(row)));
      if (accepted("stock-decrement", row, request, Optional.empty(), Optional.empty(), body)) {
        ObjectNode stock = JSON.createObjectNode().put("location", location).put("sku", skus[0]);
        stock.put("onHand", onHand[0]).put("reserved", 0).put("available", onHand[0]);
        stock.put("version", ((Long[]) row.getArray("versions").getArray())[0]);
        shown("stock", "/stock/" + location + "/" + skus[0], row, stock);
      }
    }
  }

  private void changes(Statement statement) throws SQLException, IOException {
    ResultSet row =
        statement.executeQuery(
            """
            SELECT caller, idempotency_key, id, resource_id, principal, previous_role, role,
              expires_at, acl_version, created_at
            FROM permission_entry
            WHERE acl_version > 0
            ORDER BY resource_id, acl_version
            """);
    String resource = "";
    Map<String, ObjectNode> grants = new TreeMap<>();
    while (row.next()) {
      if (!resource.equals(row.getString("resource_id"))) {
        resource = row.getString("resource_id");
        grants.clear();
        grants.put("alice", JSON.createObjectNode().put("principal", "alice").put("role", "owner"));
        grants.put("bob", JSON.createObjectNode().put("principal", "bob").put("role", "operator"));
      }
      String principal = row.getString("principal");
      ObjectNode request = JSON.createObjectNode().put("resource", resource);
      request.put("principal", principal).put("role", row.getString("role"));
      ObjectNode body = JSON.createObjectNode().put("id", row.getString("id"));
      body.setAll(request);
      body.put("previousRole", row.getString("previous_role"));
      OffsetDateTime expires = row.getObject("expires_at", OffsetDateTime.class);
      ObjectNode grant = JSON.createObjectNode().put("principal", principal);
      grant.put("role", row.getString("role"));
      if (expires != null) {
        request.put("expiresAt", expires.toInstant().toString());
        body.put("expiresAt", Timestamps.rfc3339(expires.toInstant()));
        grant.put("expiresAt", Timestamps.rfc3339(expires.toInstant()));
      }
      long version = row.getLong("acl_version");
      body.put("aclVersion", version).put("createdAt", Timestamps.rfc3339(at(row)));
      grants.put(principal, grant);
      Optional<String> before = Optional.of("\"" + (version - 1) + "\"");
      Optional<String> after = Optional.of("\"" + version + "\"");
      if (accepted("permission-change", row, request, before, after, body)) {
        ObjectNode shown =
            JSON.createObjectNode().put("resource", resource).put("kind", "location");
        ArrayNode live = shown.put("aclVersion", version).putArray("permissions");
        grants.values().stream()
            .filter(each ->
                each.path("principal").asText().equals("bob")
                    || !List.of("none", "operator").contains(each.path("role").asText()))
            .forEach(live::add);
        shown("permissions", "/resources/" + resource + "/permissions", row, shown, after);
      }
    }
  }

  private void refusals(Statement statement) throws SQLException, IOException {
    ResultSet row =
        statement.executeQuery(
            """
            SELECT k.caller, k.operation, k.idempotency_key, k.verdict, k.detail, k.created_at,
              coalesce(t.account_id, d.location_id, c.resource_id, v.resource_id) AS resource,
              t.to_id AS destination, t.currency
            FROM idempotency k
            LEFT JOIN (
              SELECT s.account_id, s.idempotency_key, s.caller, g.account_id AS to_id, a.currency
              FROM account_entry s JOIN account_entry g USING (transfer_id)
              JOIN account a ON a.id = s.account_id
              WHERE s.amount < 0 AND g.amount > 0
            ) t ON k.operation = 'transfer' AND k.caller = t.caller
              AND k.idempotency_key = 'refused-' || t.idempotency_key
            LEFT JOIN (
              SELECT DISTINCT location_id, idempotency_key, caller FROM stock_entry
            ) d ON k.operation = 'stock-decrement' AND k.caller = d.caller
              AND k.idempotency_key = 'refused-' || d.idempotency_key
            LEFT JOIN permission_entry c
              ON k.operation = 'permission-change' AND k.caller = c.caller
              AND k.idempotency_key = 'refused-' || c.idempotency_key
            LEFT JOIN permission_entry v
              ON k.operation = 'stock-decrement' AND k.caller = v.principal
              AND k.idempotency_key = 'refused-' || v.idempotency_key || '-of-' || v.principal
            WHERE k.verdict <> 'accepted' AND k.caller <> 'dora' AND k.operation <> 'office'
            """);
    while (row.next()) {
      ObjectNode request = JSON.createObjectNode();
      var detail = JSON.readTree(row.getString("detail"));
      String resource = row.getString("resource");
      Optional<String> ifMatch = Optional.empty();
      ObjectNode problem = JSON.createObjectNode();
      int status;
      switch (row.getString("verdict")) {
        case "insufficient-funds" -> {
          request.put("from", resource).put("to", row.getString("destination"));
          request.put("amount", 5_000_000_000_000L).put("currency", row.getString("currency"));
          status = problem(problem, "insufficient-funds", 409);
        }
        case "insufficient-stock" -> {
          ArrayNode lines = request.put("location", resource).putArray("lines");
          status = problem(problem, "insufficient-stock", 409);
          ArrayNode shortages = problem.putArray("shortages");
          for (var each : detail.get("available").properties()) {
            long available = each.getValue().asLong();
            lines.addObject().put("sku", each.getKey()).put("quantity", available + 1);
            shortages
                .addObject()
                .put("sku", each.getKey())
                .put("requested", available + 1)
                .put("available", available);
          }
        }
        case "version-mismatch" -> {
          request.put("resource", resource).put("principal", "p1").put("role", "viewer");
          ifMatch = Optional.of("\"0\"");
          status = problem(problem, "version-mismatch", 412);
          problem.set("aclVersion", detail.get("aclVersion"));
        }
        case "role-insufficient", "location-not-found" -> {
          request
              .put("location", resource)
              .putArray("lines")
              .addObject()
              .put("sku", "SKU-0")
              .put("quantity", 1);
          boolean absent = row.getString("verdict").equals("location-not-found");
          status =
              absent
                  ? problem(problem, "not-found", 404)
                  : problem(problem, "role-insufficient", 403);
          if (absent) {
            problem.put("pointer", "/location");
          }
        }
        default -> throw new IllegalStateException(row.getString("verdict"));
      }
      Instant at = at(row);
      write(
          row.getString("operation"),
          row,
          request,
          ifMatch,
          at.minus(TENTH),
          Optional.of(
              new Exchange.Answer(
                  at.plus(TENTH), status, false, Optional.empty(), problem.toString())));
    }
  }

  private static int problem(ObjectNode problem, String name, int status) {
    problem.put("type", "urn:interlock:" + name).put("title", name).put("status", status);
    return status;
  }

  private static void reference(ResultSet row, ObjectNode request, ObjectNode body)
      throws SQLException {
    String reference = row.getString("reference");
    if (reference != null) {
      request.put("reference", reference);
      body.put("reference", reference);
    }
  }

  /// True when a read is due.
  private boolean accepted(
      String operation,
      ResultSet row,
      ObjectNode request,
      Optional<String> ifMatch,
      Optional<String> etag,
      ObjectNode body)
      throws SQLException, IOException {
    Instant at = at(row);
    Instant sent = at.minus(TENTH);
    boolean lost = effects % 5 == 1;
    Exchange.Answer answer = new Exchange.Answer(at.plus(TENTH), 201, lost, etag, body.toString());
    switch (effects % 5) {
      case 1 -> {
        write(operation, row, request, ifMatch, sent, Optional.empty());
        sent = at;
      }
      case 2 ->
          write(
              operation,
              row,
              request,
              ifMatch,
              at.minusMillis(300),
              Optional.of(denied(at.minusMillis(200), "contention", 503)));
      case 3 ->
          write(
              operation,
              row,
              request,
              ifMatch,
              at.plusSeconds(5),
              Optional.of(
                  new Exchange.Answer(at.plusSeconds(6), 201, true, etag, body.toString())));
      case 4 ->
          write(
              operation,
              row,
              request,
              ifMatch,
              at.minusMillis(50),
              Optional.of(denied(at.plusMillis(50), "request-in-progress", 409)));
      default -> {}
    }
    write(operation, row, request, ifMatch, sent, Optional.of(answer));
    return effects++ % 10 == 0;
  }

  private static Exchange.Answer denied(Instant at, String name, int status) {
    ObjectNode problem = JSON.createObjectNode();
    problem(problem, name, status);
    return new Exchange.Answer(at, status, false, Optional.empty(), problem.toString());
  }

  private void write(
      String operation,
      ResultSet row,
      ObjectNode request,
      Optional<String> ifMatch,
      Instant sentAt,
      Optional<Exchange.Answer> answer)
      throws SQLException, IOException {
    sink.take(
        new Exchange(
            Operations.named(operation).orElseThrow(),
            row.getString("caller"),
            Optional.of(row.getString("idempotency_key")),
            ifMatch,
            request.toString(),
            sentAt,
            answer));
  }

  private void shown(String operation, String path, ResultSet row, ObjectNode body)
      throws SQLException, IOException {
    shown(operation, path, row, body, Optional.empty());
  }

  private void shown(
      String operation, String path, ResultSet row, ObjectNode body, Optional<String> etag)
      throws SQLException, IOException {
    read(operation, path, at(row).plusMillis(200), body, etag);
  }

  private void read(
      String operation, String path, Instant sentAt, ObjectNode body, Optional<String> etag)
      throws SQLException, IOException {
    sink.take(
        new Exchange(
            Operations.named(operation).orElseThrow(),
            "alice",
            Optional.empty(),
            Optional.empty(),
            path,
            sentAt,
            Optional.of(
                new Exchange.Answer(sentAt.plusMillis(50), 200, false, etag, body.toString()))));
  }

  private static Instant at(ResultSet row) throws SQLException {
    return row.getObject("created_at", OffsetDateTime.class).toInstant();
  }
}
