package com.example.tickets;

import dev.interlock.json.Json;
import dev.interlock.write.ConditionalStatement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/// Decides a check-in and carries it out, in one statement. The ticket's row is guard and journal.
final class CheckInStatement extends ConditionalStatement<CheckInCommand, CheckInVerdict> {

  CheckInStatement() {
    super(CheckInCommand.OPERATION, CheckInVerdict.class);
  }

  @Override
  protected String command() {
    return """
    ?::text AS ticket
    """;
  }

  @Override
  protected String found() {
    return """
    k.code, k.check_in_id
    """;
  }

  @Override
  protected String joins() {
    return """
    -- The holder is part of the lookup, so another holder's ticket is not found.
    LEFT JOIN ticket k ON k.code = c.ticket AND k.holder = c.caller
    """;
  }

  @Override
  protected String decided() {
    return """
    WHEN f.code IS NULL THEN 'not-found'
    WHEN f.check_in_id IS NOT NULL THEN 'already-checked-in'
    """;
  }

  @Override
  protected String detail() {
    return """
    WHEN 'accepted' THEN jsonb_build_object('id', d.id)
    """;
  }

  @Override
  protected String targets() {
    return """
    SELECT a.ticket, a.id, a.decided_at, a.idempotency_key
      FROM accepted a
    """;
  }

  @Override
  protected String moved() {
    return """
    UPDATE ticket k
       SET check_in_id = t.id, checked_in_at = t.decided_at, idempotency_key = t.idempotency_key
      FROM target t
     WHERE k.code = t.ticket
    RETURNING k.code
    """;
  }

  @Override
  protected void bind(PreparedStatement statement, CheckInCommand command) throws SQLException {
    statement.setString(OWN_PARAMETERS, command.ticket());
  }

  @Override
  protected CheckInVerdict verdict(String word, Json.Obj detail, Instant decidedAt) {
    return word.equals(ACCEPTED)
        ? CheckInVerdict.Accepted.of(detail, decidedAt)
        : refusal(CheckInVerdict.Refusal.class, word);
  }
}
