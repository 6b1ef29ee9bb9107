package dev.interlock.testkit.contracts;

import dev.interlock.testkit.calls.Draft;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.Expected;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Collects rows of a contract, each a valid request with one change and its own key.
final class ChangedRequests {

  private final Function<String, Event> valid;
  private final List<Row> rows = new ArrayList<>();

  /// @param valid makes a valid request under a key
  ChangedRequests(Function<String, Event> valid) {
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
    changedText(name, expected, _ -> text);
  }

  void changedText(String name, Expected expected, UnaryOperator<String> change) {
    draft(name, expected, draft -> draft.body(change.apply(draft.body())));
  }

  /// The valid body with more members in front.
  void members(String name, Expected expected, String members) {
    changedText(
        name, expected, body -> "{" + members + ", " + body.substring(body.indexOf('{') + 1));
  }

  void binary(String name, Expected expected, byte[] bytes) {
    changedBytes(name, expected, _ -> bytes);
  }

  /// The text of the valid body as bytes.
  void changedBytes(String name, Expected expected, Function<String, byte[]> change) {
    event(
        name,
        expected,
        event -> event.base64(Base64.getEncoder().encodeToString(change.apply(event.body()))));
  }

  void draft(String name, Expected expected, Consumer<Draft> change) {
    event(
        name,
        expected,
        event -> {
          String key = "row-" + rows.size();
          Draft draft = new Draft(event.path(), event.caller(), key, event.body());
          change.accept(draft);
          Event changed = draft.event();
          event.header("if-match").ifPresent(version -> changed.header("if-match", version));
          return changed;
        });
  }

  void event(String name, Expected expected, UnaryOperator<Event> change) {
    Event event = valid.apply("row-" + rows.size());
    rows.add(Row.of(printable(name), change.apply(event), expected));
  }

  // Names go into reports, which are XML.
  private static String printable(String name) {
    String shown = name.length() > 60 ? name.substring(0, 60) + "..." : name;
    return shown.replaceAll("[^\\x20-\\x7E]", "?");
  }
}
