package dev.interlock.emulator.openapi;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/// Texts on both sides of the edges of a string's pattern and length, made from texts within them:
/// longest and shortest ones, and ones with another character at the start, in the middle or at the
/// end.
final class EdgeTexts {
  private static final int LENGTH_MAX = 300;

  // The ends of what patterns usually allow, and what is just beyond.
  private static final List<String> CHARACTERS =
      List.of(
          "9",
          "a",
          "z",
          "A",
          "Z",
          "g",
          "!",
          "~",
          " ",
          "-",
          "_",
          ".",
          "/",
          "+",
          "\n",
          "\u0000",
          "\u001f",
          "\u007f",
          "\u0085",
          "\u009f",
          "\u00a0",
          "\u00e9",
          "\u0667",
          "\u200b",
          "\ud83d\ude00");

  private final Predicate<String> described;
  private final Set<String> texts = new LinkedHashSet<>(List.of(""));

  private EdgeTexts(Predicate<String> described) {
    this.described = described;
  }

  /// The texts around some that are accepted.
  ///
  /// @param described whether the description accepts a text
  static Set<String> around(Collection<String> accepted, Predicate<String> described) {
    EdgeTexts edges = new EdgeTexts(described);
    accepted.stream().filter(text -> !text.isEmpty()).forEach(edges::add);
    return edges.texts;
  }

  private void add(String text) {
    texts.addAll(List.of(text, text.toUpperCase(Locale.ROOT), text.toLowerCase(Locale.ROOT)));
    texts.addAll(
        List.of(text + ',' + text, "W/" + text, '"' + text + '"', '{' + text + '}', text + "\n"));
    texts.add(text.replace("-", ""));
    int middle = text.length() / 2;
    for (String other : CHARACTERS) {
      texts.add(other);
      for (int at : List.of(0, middle, text.length() - 1)) {
        texts.add(text.substring(0, at) + other + text.substring(at + 1));
      }
    }
    for (int at = 0; at < text.length(); at++) {
      if (at == 0 || kind(text.charAt(at)) != kind(text.charAt(at - 1))) {
        texts.add(text.substring(0, at) + text.substring(at + 1));
        texts.add(text.substring(0, at) + text.charAt(at) + text.substring(at));
      }
    }
    addLongest(text, text.substring(middle, middle + 1));
    addLongest(text, "\ud83d\ude00");
    addShortest(text);
  }

  private void addLongest(String text, String more) {
    int middle = text.length() / 2;
    String last = text;
    String next = text;
    for (int i = 1; i <= LENGTH_MAX && described.test(next); i++) {
      last = next;
      next = text.substring(0, middle) + more.repeat(i) + text.substring(middle);
    }
    texts.addAll(List.of(last, next));
  }

  private void addShortest(String text) {
    String last = text;
    String next = text;
    while (!next.isEmpty() && described.test(next)) {
      last = next;
      int middle = next.length() / 2;
      next = next.substring(0, middle) + next.substring(middle + 1);
    }
    texts.addAll(List.of(last, next));
  }

  private static int kind(char character) {
    return Character.isDigit(character)
        ? 0
        : Character.isUpperCase(character) ? 1 : Character.isLowerCase(character) ? 2 : character;
  }
}
