package dev.interlock.launcher;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/// Finds the command or option that a misspelt word stands for.
///
/// picocli compares words by the pairs of letters in them, and finds nothing like `--prot`.
final class Spelling {
  private static final int MISTAKES_MAX = 2;
  private static final int LETTERS_PER_MISTAKE = 3;

  private Spelling() {}

  /// The closest subcommand or option of a command. Empty if none is close.
  static Optional<String> correct(String misspelt, CommandSpec command) {
    return closest(misspelt, words(command));
  }

  /// The closest of some words. Empty if none is close.
  static Optional<String> closest(String misspelt, Stream<String> words) {
    record Candidate(String word, int mistakes) {}
    int most = Math.min(MISTAKES_MAX, misspelt.length() / LETTERS_PER_MISTAKE);
    return words
        .map(word -> new Candidate(word, mistakes(misspelt, word)))
        .filter(candidate -> candidate.mistakes() <= most)
        .min(Comparator.comparingInt(Candidate::mistakes))
        .map(Candidate::word);
  }

  private static Stream<String> words(CommandSpec command) {
    return Stream.concat(
        command.subcommands().keySet().stream(),
        command.options().stream().flatMap(option -> Stream.of(option.names())));
  }

  /// The Damerau–Levenshtein distance: letters inserted, deleted, replaced, or swapped with the
  /// next one.
  private static int mistakes(String from, String to) {
    int[][] distance = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          distance[i][j] = i + j;
          continue;
        }
        int replaced = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        int oneMore = 1 + Math.min(distance[i - 1][j], distance[i][j - 1]);
        distance[i][j] = Math.min(oneMore, distance[i - 1][j - 1] + replaced);
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          distance[i][j] = Math.min(distance[i][j], 1 + distance[i - 2][j - 2]);
        }
      }
    }
    return distance[from.length()][to.length()];
  }
}
