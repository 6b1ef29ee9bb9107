package dev.interlock.audit.mutants;

import dev.interlock.api.Timestamps;
import dev.interlock.json.Json;
import dev.interlock.json.JsonText;
import dev.interlock.json.MalformedJsonException;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.write.Fingerprint;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// One transfer whose steps are statements that each commit by themselves.
final class TransferInSteps {

  private final StepByStep order;
  private final Connection connection;
  private final CallerRequest request;
  private final Json.Obj body;

  TransferInSteps(StepByStep order, Connection connection, CallerRequest request, Json.Obj body) {
    this.order = order;
    this.connection = connection;
    this.request = request;
    this.body = body;
  }

  Answer answer() throws SQLException, MalformedJsonException {
    Optional<Answer> before = answeredBefore();
    if (before.isPresent()) {
      return before.get();
    }
    UUID id = UUID.randomUUID();
    UUID from = UUID.fromString(body.text("from"));
    UUID to = UUID.fromString(body.text("to"));
    long amount = body.integer("amount");
    Instant at = now();
    long fromBalance = balance(from);
    long toBalance = balance(to);
    if (fromBalance < amount) {
      throw new IllegalStateException("refusals are left out");
    }
    if (order.key() == StepByStep.Place.BEFORE_THE_EFFECT) {
      keep(id, fromBalance - amount, at);
    }
    fromBalance = move(id, from, fromBalance, -amount, at);
    move(id, to, toBalance, amount, at);
    if (order.key() == StepByStep.Place.AFTER_THE_EFFECT) {
      keep(id, fromBalance, at);
    }
    return answer(id.toString(), fromBalance, at, Map.of());
  }

  private Optional<Answer> answeredBefore() throws SQLException, MalformedJsonException {
    try (PreparedStatement select = connection.prepareStatement(KEY);
        ResultSet row = execute(select, request.caller(), request.key().orElseThrow())) {
      if (!row.next()) {
        return Optional.empty();
      }
      Json.Obj detail = Json.object(row.getString("detail"));
      return Optional.of(
          answer(
              detail.text("id"),
              detail.integer("fromBalance"),
              row.getObject("created_at", OffsetDateTime.class).toInstant(),
              Map.of("Idempotency-Replayed", "true")));
    }
  }

  private Instant now() throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT clock_timestamp()");
        ResultSet row = execute(select)) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant();
    }
  }

  private long balance(UUID account) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(BALANCE);
        ResultSet row = execute(select, account)) {
      row.next();
      return row.getLong(1);
    }
  }

  private long move(UUID id, UUID account, long balanceRead, long amount, Instant at)
      throws SQLException {
    long version;
    long balance;
    try (PreparedStatement update = connection.prepareStatement(MOVED);
        ResultSet row =
            execute(
                update,
                order.write() == StepByStep.Write.WHAT_WAS_READ ? balanceRead : null,
                amount,
                account)) {
      row.next();
      version = row.getLong("version");
      balance = row.getLong("balance");
    }
    try (PreparedStatement insert = connection.prepareStatement(JOURNALED);
        ResultSet _ =
            execute(
                insert,
                account,
                version,
                id,
                amount,
                balance,
                request.caller(),
                request.key().orElseThrow(),
                at.atOffset(ZoneOffset.UTC))) {
      return balance;
    }
  }

  private void keep(UUID id, long fromBalance, Instant at) throws SQLException {
    String detail = JsonText.of(Map.of("id", id.toString(), "fromBalance", fromBalance));
    try (PreparedStatement insert = connection.prepareStatement(KEPT);
        ResultSet row =
            execute(
                insert,
                request.caller(),
                request.key().orElseThrow(),
                Fingerprint.of(
                    body.text("from"),
                    body.text("to"),
                    Long.toString(body.integer("amount")),
                    body.text("currency"),
                    ""),
                detail,
                at.atOffset(ZoneOffset.UTC))) {
      row.next();
    }
  }

  private Answer answer(String id, long fromBalance, Instant at, Map<String, String> headers) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("id", id);
    for (String member : List.of("from", "to")) {
      answer.put(member, body.text(member));
    }
    answer.put("amount", body.integer("amount"));
    answer.put("currency", body.text("currency"));
    answer.put("fromBalance", fromBalance);
    answer.put("createdAt", Timestamps.rfc3339(at));
    return new Answer(201, headers, JsonText.of(answer));
  }

  private static ResultSet execute(PreparedStatement statement, Object... parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement.executeQuery();
  }

  private static final String KEY =
      """
      SELECT detail::text AS detail, created_at
        FROM idempotency_history
       WHERE caller = ? AND operation = 'transfer' AND idempotency_key = ?
      """;

  private static final String BALANCE = "SELECT balance FROM account WHERE id = ?";

  private static final String MOVED =
      """
      UPDATE account SET balance = coalesce(?::bigint, balance) + ?, version = version + 1
       WHERE id = ?
      RETURNING version, balance
      """;

  private static final String JOURNALED =
      """
      INSERT INTO account_entry
        (account_id, version, transfer_id, amount, balance_after,
         caller, idempotency_key, created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      RETURNING version
      """;

  private static final String KEPT =
      """
      INSERT INTO idempotency
        (caller, operation, idempotency_key, fingerprint, verdict, detail, created_at)
      VALUES (?, 'transfer', ?, ?, 'accepted', ?::jsonb, ?)
      RETURNING verdict
      """;
}
