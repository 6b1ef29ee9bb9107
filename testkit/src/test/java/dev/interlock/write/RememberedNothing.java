package dev.interlock.write;

import dev.interlock.json.Json;
import java.sql.PreparedStatement;
import java.time.Instant;

/// The least conditional statement: it takes its key, always accepts, and updates no row.
class RememberedNothing extends ConditionalStatement<NothingCommand, String> {

  enum Refusal {
    IMPOSSIBLE
  }

  RememberedNothing() {
    this(Refusal.class);
  }

  RememberedNothing(Class<?> verdicts) {
    super(NothingCommand.OPERATION, verdicts);
  }

  @Override
  protected String command() {
    return "0 AS nothing";
  }

  @Override
  protected String found() {
    return "0 AS found_nothing";
  }

  @Override
  protected String joins() {
    return "";
  }

  @Override
  protected String decided() {
    return "WHEN f.nothing IS NULL THEN 'impossible'";
  }

  @Override
  protected String detail() {
    return "WHEN 'accepted' THEN '{}'::jsonb";
  }

  @Override
  protected String targets() {
    return "SELECT a.id FROM accepted a WHERE false";
  }

  @Override
  protected String moved() {
    return "UPDATE account a SET balance = a.balance FROM target t WHERE a.id = t.id RETURNING"
        + " a.id";
  }

  @Override
  protected void bind(PreparedStatement statement, NothingCommand command) {
    // There are no parameters beyond the shell's.
  }

  @Override
  protected String verdict(String word, Json.Obj detail, Instant decidedAt) {
    return word;
  }
}
