package dev.interlock.launcher.race;

import java.util.List;
import java.util.Locale;

/// A terminal's text as an SVG, line by line as it appeared, in light and dark.
public final class RaceSvg {
  private static final double LINE = 17;
  private static final double CHARACTER = 7.83;
  private static final int MARGIN = 16;
  private static final double SECONDS_PER_LINE = 0.25;

  private RaceSvg() {}

  /// The picture.
  ///
  /// @param command shown as typed
  public static String of(String command, List<StyledLine> lines) {
    int longest = lines.stream().mapToInt(line -> line.text().length()).max().orElse(0);
    int width = (int) Math.ceil(longest * CHARACTER) + 2 * MARGIN;
    int height = (int) Math.ceil((lines.size() + 2) * LINE) + 2 * MARGIN;
    StringBuilder svg = new StringBuilder();
    svg.append(head(escaped(command), width, height));
    append(StyledLine.plain("$ " + command), 0, svg);
    for (int line = 0; line < lines.size(); line++) {
      append(lines.get(line), line + 2, svg);
    }
    return svg.append("</svg>\n").toString();
  }

  /// Readers who prefer no motion, and viewers without animation, see all lines at once.
  private static String head(String title, int width, int height) {
    return """
    <svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" aria-labelledby="title">
      <title id="title">%3$s</title>
      <style>
        text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #1f2328; white-space: pre; }
        .terminal { fill: #f6f8fa; stroke: #d1d9e0; }
        .heading { font-weight: 600; }
        .lost { fill: #cf222e; font-weight: 600; }
        .safe { fill: #1a7f37; font-weight: 600; }
        .quiet { fill: #59636e; }
        @media (prefers-color-scheme: dark) {
          text { fill: #f0f6fc; }
          .terminal { fill: #0d1117; stroke: #3d444d; }
          .lost { fill: #ff7b72; }
          .safe { fill: #3fb950; }
          .quiet { fill: #9198a1; }
        }
        @media (prefers-reduced-motion: no-preference) {
          .line { animation: appear 0.2s both; }
          @keyframes appear { from { opacity: 0; } to { opacity: 1; } }
        }
      </style>
      <rect class="terminal" x="0.5" y="0.5" width="%4$d" height="%5$d" rx="8"/>
    """
        .formatted(width, height, title, width - 1, height - 1);
  }

  private static void append(StyledLine line, int number, StringBuilder svg) {
    if (line.text().isBlank()) {
      return;
    }
    svg.append(
        String.format(
            Locale.ROOT,
            "  <text class=\"line\" style=\"animation-delay: %.2fs\" x=\"%d\" y=\"%.0f\">",
            number * SECONDS_PER_LINE,
            MARGIN,
            MARGIN + (number + 1) * LINE - 4));
    for (StyledLine.Part part : line.parts()) {
      if (part.style() == StyledLine.Style.PLAIN || part.text().isBlank()) {
        svg.append(escaped(part.text()));
      } else {
        String style = part.style().name().toLowerCase(Locale.ROOT);
        svg.append("<tspan class=\"%s\">%s</tspan>".formatted(style, escaped(part.text())));
      }
    }
    svg.append("</text>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
