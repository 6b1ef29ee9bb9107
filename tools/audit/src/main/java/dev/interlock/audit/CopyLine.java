package dev.interlock.audit;

import org.jspecify.annotations.Nullable;

/// A line of text that COPY reads as a row.
final class CopyLine {

  private static final int CHARACTERS_USUAL = 1_024;

  private final StringBuilder line = new StringBuilder(CHARACTERS_USUAL);

  /// Adds a column; null for NULL.
  void add(@Nullable String value) {
    if (!line.isEmpty()) {
      line.append('\t');
    }
    if (value == null) {
      line.append("\\N");
    } else {
      addEscaped(StorableJson.storable(value));
    }
  }

  private void addEscaped(String text) {
    int copied = 0;
    for (int i = 0; i < text.length(); i++) {
      String escape =
          switch (text.charAt(i)) {
            case '\\' -> "\\\\";
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            default -> "";
          };
      if (!escape.isEmpty()) {
        line.append(text, copied, i).append(escape);
        copied = i + 1;
      }
    }
    line.append(text, copied, text.length());
  }

  /// The line with its end.
  @Override
  public String toString() {
    return line + "\n";
  }
}
