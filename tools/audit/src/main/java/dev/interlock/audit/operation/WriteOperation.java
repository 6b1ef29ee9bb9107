package dev.interlock.audit.operation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// An operation that writes. Each has a class with everything that the audit must know of it.
public abstract non-sealed class WriteOperation implements Operation, JournaledOperation {

  private final String name;
  private final String function;
  private final String route;

  protected WriteOperation(String name, String function, String route) {
    this.name = name;
    this.function = function;
    this.route = route;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String function() {
    return function;
  }

  @Override
  public final String route() {
    return route;
  }

  /// The journal in which its effects are recorded.
  public abstract Journal journal();

  @Override
  public final String entries() {
    return journal().select(name);
  }

  @Override
  public final Map<String, String> refusalDetails() {
    return refusals().stream()
        .collect(Collectors.toMap(RefusalAnswer::verdict, RefusalAnswer::detail));
  }

  /// The answer to each verdict that refuses, in the contract's order of precedence. Written here a
  /// second time on purpose: the audit compares the function's answers with it.
  public abstract List<RefusalAnswer> refusals();

  /// The effect that a request asks for, in one spelling whichever the caller chose: the letter
  /// case of a UUID, the order and splitting of lines and the digits of a time make no difference.
  /// The column `done` of the table `effect` has the same form.
  ///
  /// @throws IllegalArgumentException when the request is malformed and so cannot take effect
  public abstract JsonNode requestedEffect(JsonNode body, Optional<String> ifMatch);

  /// Statements that fill the audit's temporary tables from the journals: `effect` with what this
  /// operation did under each key in `sent_key`, `claim` with what its refusals say about rows.
  public abstract List<String> fillStatements();

  @Override
  public final String toString() {
    return name;
  }
}
