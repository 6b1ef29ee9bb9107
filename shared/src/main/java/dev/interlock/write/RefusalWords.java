package dev.interlock.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringTokenizer;

/// The words under which refusals are stored: those of a statement, and those that its function can
/// answer. They must be the same, or a word would be kept under a key that no call could answer.
///
/// Compared at every start of a function, without patterns or streams, see [StatementText].
public final class RefusalWords {

  private RefusalWords() {}

  /// The words that a CASE returns, in order. Those of a nested CASE do not count, and neither does
  /// [ConditionalStatement#UNDECIDED], which no answer is made of.
  ///
  /// @param cases `WHEN condition THEN 'word' ...`, without comments
  /// @throws IllegalArgumentException when a branch has no literal
  public static List<String> of(String cases) {
    List<String> words = new ArrayList<>();
    int depth = 0;
    StringTokenizer tokens = new StringTokenizer(cases, " \n\t()");
    while (tokens.hasMoreTokens()) {
      switch (tokens.nextToken()) {
        case "CASE" -> depth++;
        case "END" -> depth--;
        case "THEN" -> {
          if (depth == 0) {
            String word = literal(tokens.hasMoreTokens() ? tokens.nextToken() : "");
            if (!word.equals(ConditionalStatement.UNDECIDED)) {
              words.add(word);
            }
          }
        }
        default -> {}
      }
    }
    return words;
  }

  private static String literal(String token) {
    if (token.length() < 3 || !token.startsWith("'") || !token.endsWith("'")) {
      throw new IllegalArgumentException(
          "decided() must name each refusal in quotes, not " + token);
    }
    return token.substring(1, token.length() - 1);
  }

  /// Requires that a statement's words are those of its verdicts, one for one, and that the
  /// constants of an enum come in its order. `Accepted` is no refusal.
  ///
  /// @param verdicts a sealed interface, whose words are the names of its records and of the
  ///   constants of its enums; or an enum that several statements share, each with some of its
  ///   words
  /// @throws IllegalArgumentException with the words that differ
  public static void requireSame(List<String> words, Class<?> verdicts) {
    List<String> constants = new ArrayList<>();
    List<String> all = verdicts.isEnum() ? constants : new ArrayList<>();
    if (verdicts.isEnum()) {
      addConstants(verdicts, constants);
    } else {
      addWords(verdicts, constants, all);
    }
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      require(all.contains(word), "%s is no refusal of %s", word, verdicts);
      require(words.indexOf(word) == i, "%s is decided twice, see %s", word, verdicts);
    }
    if (verdicts.isEnum()) {
      return;
    }
    for (String word : all) {
      require(words.contains(word), "decided() never refuses with %s of %s", word, verdicts);
    }
    List<String> inOrder = new ArrayList<>(words);
    inOrder.retainAll(constants);
    require(
        inOrder.equals(constants),
        "decided() refuses in the order %s, unlike %s",
        inOrder,
        verdicts);
  }

  private static void addWords(Class<?> verdicts, List<String> constants, List<String> all) {
    Class<?>[] kinds = verdicts.getPermittedSubclasses();
    require(kinds != null, "%s of %s is neither sealed nor an enum", "the verdict type", verdicts);
    for (Class<?> kind : kinds) {
      if (kind.isEnum()) {
        addConstants(kind, constants);
      } else if (!wordOf(kind.getSimpleName()).equals(ConditionalStatement.ACCEPTED)) {
        all.add(wordOf(kind.getSimpleName()));
      }
    }
    all.addAll(constants);
  }

  private static void addConstants(Class<?> refusals, List<String> words) {
    for (Object constant : refusals.getEnumConstants()) {
      words.add(((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
  }

  // VersionMismatch is version-mismatch.
  private static String wordOf(String name) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char letter = name.charAt(i);
      if (Character.isUpperCase(letter) && i > 0) {
        word.append('-');
      }
      word.append(Character.toLowerCase(letter));
    }
    return word.toString();
  }

  private static void require(boolean holds, String rule, Object what, Class<?> verdicts) {
    if (!holds) {
      throw new IllegalArgumentException(rule.formatted(what, verdicts.getName()));
    }
  }
}
