package dev.interlock.audit.operation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/// An operation that writes: a class for each, in which all that the audit must know of it stands.
public non-sealed interface WriteOperation extends Operation {

  /// The journal in which its effects are recorded.
  Journal journal();

  /// The answer to each verdict that refuses, in the contract's order of precedence. Written here a
  /// second time on purpose: what the function answers is checked against it.
  List<RefusalAnswer> refusals();

  /// The effect that a request asks for, in one spelling whichever the caller chose: the letter
  /// case of a UUID, the order and splitting of lines and the digits of a time make no difference.
  /// The column `done` of the table `effect` has the same form.
  ///
  /// @throws IllegalArgumentException when the request is malformed and so cannot take effect
  JsonNode requestedEffect(JsonNode body, Optional<String> ifMatch);

  /// Statements that read the journals and fill the audit's temporary tables: `effect` with what
  /// this operation did under each key in `sent_key`, `claim` with what its refusals say of rows.
  List<String> fillStatements();
}
