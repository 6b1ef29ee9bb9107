package dev.interlock.office;

import dev.interlock.json.Json;
import dev.interlock.write.Command;
import dev.interlock.write.ConditionalStatement;
import java.time.Instant;

/// Decides a command of the back office and carries it out, in one statement.
///
/// The statement checks no grant: the right to write the tables is the authority.
abstract class OfficeStatement<C extends Command> extends ConditionalStatement<C, OfficeVerdict> {

  /// All keys of the back office are in one namespace, so that a journal row's caller and key name
  /// one command.
  static final String OPERATION = "office";

  OfficeStatement() {
    super(OPERATION, OfficeRefusal.class);
  }

  @Override
  protected final OfficeVerdict verdict(String word, Json.Obj detail, Instant decidedAt) {
    return word.equals(ACCEPTED)
        ? new OfficeVerdict.Accepted(detail, decidedAt)
        : new OfficeVerdict.Refused(refusal(OfficeRefusal.class, word), detail);
  }
}
