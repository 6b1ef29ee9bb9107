package dev.interlock.testkit.contracts;

import dev.interlock.testkit.calls.Draft;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.Expected;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Collects rows of a contract, each a valid request with one change and its own key.
final class ChangedRequests {

  private final ValidWrite valid;
  private final List<Row> rows = new ArrayList<>();

  ChangedRequests(ValidWrite valid) {
    this.valid = valid;
  }

  List<Row> rows() {
    return List.copyOf(rows);
  }

  void caller(String name, Expected expected, String caller) {
    draft(name, expected, draft -> draft.subject(Optional.of(caller)));
  }

  void key(String name, Expected expected, String key) {
    draft(name, expected, draft -> draft.key(Optional.of(key)));
  }

  void text(String name, Expected expected, String text) {
    draft(name, expected, draft -> draft.body(text));
  }

  /// The valid body with more members in front.
  void members(String name, Expected expected, String members) {
    String others = valid.body().substring(valid.body().indexOf('{') + 1);
    text(name, expected, "{" + members + ", " + others);
  }

  void binary(String name, Expected expected, byte[] bytes) {
    event(name, expected, event -> event.base64(Base64.getEncoder().encodeToString(bytes)));
  }

  void draft(String name, Expected expected, Consumer<Draft> change) {
    Draft draft = valid.draft("row-" + rows.size());
    change.accept(draft);
    add(name, expected, draft, UnaryOperator.identity());
  }

  void event(String name, Expected expected, UnaryOperator<Event> change) {
    add(name, expected, valid.draft("row-" + rows.size()), change);
  }

  private void add(String name, Expected expected, Draft draft, UnaryOperator<Event> change) {
    Event event = draft.event();
    valid.ifMatch().ifPresent(version -> event.header("if-match", version));
    rows.add(Row.of(printable(name), change.apply(event), expected));
  }

  // Names go into reports, which are XML.
  private static String printable(String name) {
    String shown = name.length() > 60 ? name.substring(0, 60) + "..." : name;
    return shown.replaceAll("[^\\x20-\\x7E]", "?");
  }
}
