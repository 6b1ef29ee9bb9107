package dev.interlock.stockdecrement;

import dev.interlock.json.Json;
import dev.interlock.write.ConditionalStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides a decrement of all its lines and carries it out, in one statement.
///
/// It looks at what is reserved of each SKU, and at no reservation. If a quantity would only be
/// available once expired ones no longer count, [FoldingStockDecrementStatement] decides.
class StockDecrementStatement
    extends ConditionalStatement<StockDecrementCommand, StockDecrementVerdict> {

  // Composed when it is first needed: a subclass cannot be created while this class is loaded.
  private static final class Fallback {
    static final FoldingStockDecrementStatement STATEMENT = new FoldingStockDecrementStatement();
  }

  StockDecrementStatement() {
    super(StockDecrementCommand.OPERATION, StockDecrementVerdict.class);
  }

  @Override
  protected final String command() {
    return """
    ?::uuid AS location_id, ?::text AS reference,
    ?::text[] AS skus, ?::bigint[] AS quantities
    """;
  }

  @Override
  protected String lookups() {
    return """
    -- Locked until we commit: a revoke either waits for us, or is seen here. The join makes sure
    -- that the resource is a location.
    caller_grant AS MATERIALIZED (
      SELECT p.role, p.expires_at
        FROM command c
        JOIN permission p ON p.resource_id = c.location_id AND p.principal = c.caller
        JOIN resource r ON r.id = c.location_id AND r.kind = 'location'
         FOR SHARE OF p
    ),
    -- One line for each SKU, numbered in byte order.
    line AS MATERIALIZED (
      SELECT l.sku, l.quantity, l.number, s.on_hand, s.reserved
        FROM command c
       CROSS JOIN unnest(c.skus, c.quantities) WITH ORDINALITY AS l (sku, quantity, number)
        LEFT JOIN stock s ON s.location_id = c.location_id AND s.sku = l.sku
    ),
    counted AS MATERIALIZED (
      SELECT (array_agg(l.sku ORDER BY l.number) FILTER (WHERE l.on_hand IS NULL))[1]
               AS absent_sku,
             count(*) FILTER (WHERE l.on_hand < l.quantity) AS short_lines,
             count(*) FILTER (WHERE l.reserved > 0 AND l.on_hand - l.reserved < l.quantity)
               AS reserved_lines,
             jsonb_object_agg(l.sku, l.on_hand - l.quantity) AS on_hand,
             coalesce(jsonb_object_agg(l.sku, l.on_hand)
                        FILTER (WHERE l.on_hand < l.quantity), '{}'::jsonb) AS available
        FROM line l
    )
    """;
  }

  @Override
  protected String found() {
    return """
    g.role, g.expires_at, n.absent_sku, n.short_lines, n.reserved_lines, n.on_hand, n.available
    """;
  }

  @Override
  protected String joins() {
    return """
    LEFT JOIN caller_grant g ON true
    CROSS JOIN counted n
    """;
  }

  @Override
  public @Nullable ConditionalStatement<StockDecrementCommand, StockDecrementVerdict> fallback() {
    return Fallback.STATEMENT;
  }

  @Override
  protected String decided() {
    return """
    WHEN f.role IS NULL OR f.role = 'none' OR f.expires_at <= f.decided_at
      THEN 'location-not-found'
    WHEN f.role NOT IN ('operator', 'owner') THEN 'role-insufficient'
    WHEN f.absent_sku IS NOT NULL THEN 'sku-not-found'
    WHEN f.reserved_lines > 0 THEN 'undecided'
    WHEN f.short_lines > 0 THEN 'insufficient-stock'
    """;
  }

  @Override
  protected final String detail() {
    return """
    WHEN 'accepted' THEN jsonb_build_object('id', d.id, 'onHand', d.on_hand)
    WHEN 'insufficient-stock' THEN jsonb_build_object('available', d.available)
    WHEN 'sku-not-found' THEN jsonb_build_object('sku', d.absent_sku)
    """;
  }

  @Override
  protected String targets() {
    return """
    SELECT a.location_id, l.sku, l.quantity
      FROM accepted a CROSS JOIN line l
     ORDER BY l.number
    """;
  }

  @Override
  protected String moved() {
    return """
    UPDATE stock s
       SET on_hand = s.on_hand - t.quantity, version = s.version + 1
      FROM target t
     WHERE s.location_id = t.location_id AND s.sku = t.sku
    RETURNING s.location_id, s.sku, s.version, s.on_hand, t.quantity
    """;
  }

  @Override
  protected String journaled() {
    return """
    journaled AS (
      INSERT INTO stock_entry
        (location_id, sku, version, decrement_id, quantity, on_hand_after,
         caller, idempotency_key, reference, created_at)
      SELECT m.location_id, m.sku, m.version, d.id, -m.quantity, m.on_hand,
             d.caller, d.idempotency_key, d.reference, d.decided_at
        FROM moved m CROSS JOIN decided d
      RETURNING sku
    )
    """;
  }

  @Override
  protected final List<String> rows(StockDecrementCommand command) {
    return command.lines().keySet().stream()
        .map(sku -> "stock/" + command.location() + "/" + sku)
        .toList();
  }

  @Override
  protected final void bind(PreparedStatement statement, StockDecrementCommand command)
      throws SQLException {
    Connection connection = statement.getConnection();
    int next = OWN_PARAMETERS;
    statement.setObject(next++, command.location());
    statement.setString(next++, command.reference().orElse(null));
    statement.setArray(
        next++, connection.createArrayOf("text", command.lines().keySet().toArray()));
    statement.setArray(
        next, connection.createArrayOf("bigint", command.lines().values().toArray()));
  }

  @Override
  protected final StockDecrementVerdict verdict(String word, Json.Obj detail, Instant decidedAt) {
    return switch (word) {
      case ACCEPTED -> StockDecrementVerdict.Accepted.of(detail, decidedAt);
      case "sku-not-found" -> new StockDecrementVerdict.SkuNotFound(detail.text("sku"));
      case "insufficient-stock" -> StockDecrementVerdict.InsufficientStock.of(detail);
      default -> refusal(StockDecrementVerdict.Refusal.class, word);
    };
  }
}
