package dev.interlock.testkit.fuzzing;

import dev.interlock.json.Json;
import dev.interlock.json.MalformedJsonException;
import dev.interlock.testkit.calls.Event;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/// Breaks valid events at random: their structure, headers, claims, body, text and bytes.
///
/// The same seed gives the same events.
public final class Mutations {

  private static final List<Json> ODD_VALUES =
      List.of(
          new Json.Null(),
          new Json.Bool(true),
          new Json.Num("0"),
          new Json.Num("-1"),
          new Json.Num("123456789"),
          new Json.Num("1.0"),
          new Json.Num("1e2"),
          new Json.Num("9007199254740992"),
          new Json.Num("9".repeat(400)),
          new Json.Obj(Map.of()),
          new Json.Arr(List.of()),
          new Json.Arr(List.of(new Json.Arr(List.of(new Json.Null())))),
          new Json.Text(""),
          new Json.Text(" "),
          new Json.Text("\0"),
          new Json.Text("null"),
          new Json.Text("a,b"),
          new Json.Text("a".repeat(129)),
          new Json.Text("\uD800"),
          new Json.Text("\uFEFF"),
          new Json.Text("\u00E9\uD83D\uDE80"),
          new Json.Text("1-1-1-1-1"),
          new Json.Text("00000000-0000-0000-0000-000000000000"),
          new Json.Text("{}"),
          new Json.Text("'; DROP TABLE idempotency; --"),
          new Json.Text("x".repeat(70_000)));

  private static final List<String> ODD_TEXTS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "\"",
          ",",
          ":",
          "\\",
          "\\u0000",
          "\\ud800",
          "\0",
          "\uFEFF",
          "//",
          "/*",
          "null",
          "1e9",
          "-",
          "0",
          " ",
          "\n",
          "[[[[[[[[[[",
          "\u00E9",
          "\uD83D\uDE80");

  private final Random random;

  public Mutations(long seed) {
    random = new Random(seed);
  }

  /// A changed event.
  ///
  /// @param part which part of it was changed
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Mutation(String part, byte[] event) {}

  /// Breaks an event in one place, or in a few.
  public Mutation of(Event valid) {
    String text = valid.json();
    byte[] before = bytes(text);
    Mutation mutation;
    do {
      mutation = once(text);
    } while (Arrays.equals(mutation.event(), before));
    return mutation;
  }

  private Mutation once(String event) {
    return switch (random.nextInt(10)) {
      case 0 -> new Mutation("event", bytes(JsonSpelling.of(tree(read(event)))));
      case 1, 2 -> member("headers", event, this::tree);
      case 3 -> member("requestContext", event, this::tree);
      case 4, 5, 6 ->
          member("body", event, body -> new Json.Text(JsonSpelling.of(tree(read(textOf(body))))));
      case 7 -> member("body", event, body -> new Json.Text(text(textOf(body))));
      case 8 -> new Mutation("text", bytes(text(event)));
      default -> new Mutation("bytes", bytesOf(event));
    };
  }

  private Mutation member(String name, String event, UnaryOperator<Json> change) {
    Map<String, Json> members = new LinkedHashMap<>(read(event).members());
    members.compute(name, (ignored, value) -> change.apply(value));
    return new Mutation(name, bytes(JsonSpelling.of(new Json.Obj(members))));
  }

  /// Follows a random path and changes the value at its end.
  private Json tree(Json value) {
    return switch (value) {
      case Json.Obj(Map<String, Json> members) when !members.isEmpty() -> object(members);
      case Json.Text(String text) when random.nextInt(3) == 0 -> new Json.Text(text(text));
      default -> odd();
    };
  }

  private Json object(Map<String, Json> members) {
    Map<String, Json> changed = new LinkedHashMap<>(members);
    Map.Entry<String, Json> member =
        List.copyOf(members.entrySet()).get(random.nextInt(members.size()));
    String name = member.getKey();
    Json value = member.getValue();
    switch (random.nextInt(8)) {
      case 0 -> changed.remove(name);
      case 1 -> changed.put(text(name), odd());
      case 2 -> {
        changed.remove(name);
        changed.put(name.toUpperCase(Locale.ROOT), value);
      }
      case 3 -> changed.put(name.toUpperCase(Locale.ROOT), value);
      default -> changed.put(name, tree(value));
    }
    return new Json.Obj(changed);
  }

  private Json odd() {
    return ODD_VALUES.get(random.nextInt(ODD_VALUES.size()));
  }

  private String text(String text) {
    int from = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), from + random.nextInt(8));
    return switch (random.nextInt(4)) {
      case 0 -> text.substring(0, from);
      case 1 -> text.substring(0, to) + text.substring(from);
      case 2 -> text.substring(0, from) + text.substring(to);
      default ->
          text.substring(0, from)
              + ODD_TEXTS.get(random.nextInt(ODD_TEXTS.size()))
              + text.substring(from);
    };
  }

  private byte[] bytesOf(String event) {
    byte[] bytes = bytes(event);
    for (int i = 0; i <= random.nextInt(3); i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }

  private static Json.Obj read(String text) {
    try {
      return Json.object(text);
    } catch (MalformedJsonException e) {
      throw new AssertionError(text, e);
    }
  }

  private static String textOf(Json value) {
    return ((Json.Text) value).value();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
