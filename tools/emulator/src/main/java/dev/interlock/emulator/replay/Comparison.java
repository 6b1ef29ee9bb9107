package dev.interlock.emulator.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Tells in what an answer differs from the one that the contract asks for.
///
/// One sentence per difference, each naming where it is: `status`, `header x`, or `body` with the
/// RFC 6901 pointer.
final class Comparison {
  private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");

  private static final int SHOWN_MAX = 200;

  private final List<String> differences = new ArrayList<>();

  private Comparison() {}

  static List<String> differences(ExpectedAnswer expected, ReceivedAnswer received) {
    Comparison comparison = new Comparison();
    comparison.status(expected, received);
    comparison.headers(expected, received);
    comparison.body(expected, received);
    return comparison.differences;
  }

  private void status(ExpectedAnswer expected, ReceivedAnswer received) {
    if (expected.status() != received.status()) {
      add("status", String.valueOf(expected.status()), String.valueOf(received.status()));
    }
  }

  private void headers(ExpectedAnswer expected, ReceivedAnswer received) {
    expected
        .headers()
        .forEach((name, wanted) -> {
          String got = received.headers().get(name);
          if (!Objects.equals(wanted, got)) {
            add("header " + name, shown(wanted), shown(got));
          }
        });
  }

  private void body(ExpectedAnswer expected, ReceivedAnswer received) {
    try {
      compare("", expected.body(), Json.object(received.body()));
    } catch (IOException e) {
      differences.add("body " + e.getMessage());
    }
  }

  private void compare(String at, JsonNode expected, JsonNode received) {
    switch (expected.getNodeType()) {
      case OBJECT -> compareMembers(at, expected, received);
      case ARRAY -> compareElements(at, expected, received);
      case STRING -> {
        if (!received.isTextual() || !fits(expected.textValue(), received.textValue())) {
          add("body " + at, expected.toString(), received.toString());
        }
      }
      case NUMBER -> {
        if (!isSameNumber(expected, received)) {
          add("body " + at, expected.toString(), received.toString());
        }
      }
      case BINARY, BOOLEAN, MISSING, NULL, POJO -> {
        if (!expected.equals(received)) {
          add("body " + at, expected.toString(), received.toString());
        }
      }
    }
  }

  private void compareMembers(String at, JsonNode expected, JsonNode received) {
    if (!(received instanceof ObjectNode object)) {
      add("body " + at, "an object", received.toString());
      return;
    }
    for (var member : expected.properties()) {
      JsonNode got = object.get(member.getKey());
      String pointer = pointer(at, member.getKey());
      if (got == null) {
        add("body " + pointer, member.getValue().toString(), shown(null));
      } else {
        compare(pointer, member.getValue(), got);
      }
    }
    for (var member : object.properties()) {
      if (!expected.has(member.getKey())) {
        add("body " + pointer(at, member.getKey()), shown(null), member.getValue().toString());
      }
    }
  }

  private void compareElements(String at, JsonNode expected, JsonNode received) {
    if (!received.isArray()) {
      add("body " + at, "a list", received.toString());
      return;
    }
    List<JsonNode> wanted = elements(at, expected);
    List<JsonNode> got = elements(at, received);
    for (int i = 0; i < Math.max(wanted.size(), got.size()); i++) {
      String pointer = at + "/" + i;
      if (i >= got.size()) {
        add("body " + pointer, wanted.get(i).toString(), shown(null));
      } else if (i >= wanted.size()) {
        add("body " + pointer, shown(null), got.get(i).toString());
      } else {
        compare(pointer, wanted.get(i), got.get(i));
      }
    }
  }

  private static List<JsonNode> elements(String at, JsonNode list) {
    List<JsonNode> elements = new ArrayList<>();
    list.forEach(elements::add);
    if (at.equals("/violations")) {
      // The contract asks for all of them at once and gives them no order.
      elements.sort(Comparator.comparing(violation -> violation.path("pointer").asText()));
    }
    return elements;
  }

  private static boolean fits(String expected, String received) {
    return switch (expected) {
      case "<text>" -> !received.isBlank();
      case "<uuid>" -> UUID.matcher(received).matches();
      case "<time>" -> isTime(received);
      default -> expected.equals(received);
    };
  }

  private static boolean isTime(String text) {
    try {
      // Instant.parse alone would take offsets, and years of ten digits.
      return TIME.matcher(text).matches() && Instant.parse(text) != null;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static boolean isSameNumber(JsonNode expected, JsonNode received) {
    return expected.isIntegralNumber()
        ? received.isIntegralNumber()
            && expected.bigIntegerValue().equals(received.bigIntegerValue())
        : received.isNumber() && expected.decimalValue().compareTo(received.decimalValue()) == 0;
  }

  private static String pointer(String at, String member) {
    return at + "/" + member.replace("~", "~0").replace("/", "~1");
  }

  private static String shown(@Nullable String value) {
    return value == null ? "nothing" : value;
  }

  private void add(String where, String expected, String received) {
    differences.add(where.strip() + ": expected " + cut(expected) + ", got " + cut(received));
  }

  /// The start of a long value: a table of differences is read by people.
  private static String cut(String value) {
    return value.length() <= SHOWN_MAX ? value : value.substring(0, SHOWN_MAX) + "…";
  }
}
