package dev.interlock.launcher.race;

import java.util.ArrayList;
import java.util.List;

/// A line of text whose parts have a meaning, which a terminal and an SVG show in colours.
///
/// @param parts in order
public record StyledLine(List<Part> parts) {

  /// The meaning of a part, and its colour on a terminal.
  public enum Style {
    PLAIN(""),
    HEADING("1"),
    LOST("1;31"),
    SAFE("1;32"),
    QUIET("2");

    private final String code;

    Style(String code) {
      this.code = code;
    }
  }

  /// Text of one style.
  public record Part(String text, Style style) {}

  /// Copies the parts.
  public StyledLine {
    parts = List.copyOf(parts);
  }

  /// A line without a style.
  public static StyledLine plain(String text) {
    return of(text, Style.PLAIN);
  }

  static StyledLine of(String text, Style style) {
    return new StyledLine(List.of(new Part(text, style)));
  }

  StyledLine and(StyledLine more) {
    List<Part> all = new ArrayList<>(parts);
    all.addAll(more.parts);
    return new StyledLine(all);
  }

  /// The line padded with blanks.
  StyledLine padded(int width) {
    return and(plain(" ".repeat(Math.max(0, width - text().length()))));
  }

  String text() {
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(part.text()));
    return text.toString();
  }

  /// The line for a terminal, with or without colours.
  public String shown(boolean colours) {
    if (!colours) {
      return text().stripTrailing();
    }
    StringBuilder shown = new StringBuilder();
    for (Part part : parts) {
      boolean styled = part.style() != Style.PLAIN && !part.text().isBlank();
      shown.append(styled ? "\u001b[" + part.style().code + "m" : "").append(part.text());
      shown.append(styled ? "\u001b[0m" : "");
    }
    return shown.toString().stripTrailing();
  }
}
