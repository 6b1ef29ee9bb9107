package dev.interlock.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every command in a document prints what the document shows, in a copy of the repository.
@Order(3)
class DocumentedCommandsTest {

  private static final String MARK = "@@@ after block ";

  @TempDir Path folder;

  private static List<MarkdownPage.Block> scripts(MarkdownPage page) {
    return page.blocks().stream().filter(block -> block.language().equals("sh")).toList();
  }

  @Test
  void everyCommandIsRunOrHasAReasonWhyNot() throws IOException {
    List<String> unknown = new ArrayList<>();
    int run = 0;
    for (MarkdownPage page : MarkdownPage.all()) {
      for (MarkdownPage.Block script : scripts(page)) {
        for (String command : ShellScript.commands(script.text())) {
          run += DocumentedCommands.areRun(command) ? 1 : 0;
          if (!DocumentedCommands.areKnown(command)) {
            unknown.add(page.file() + ": " + command);
          }
        }
      }
    }
    assertThat(unknown).isEmpty();
    assertThat(run).isGreaterThan(20);
  }

  /// A block without a language would not be recognised as commands.
  @Test
  void everyBlockNamesItsLanguage() throws IOException {
    for (MarkdownPage page : MarkdownPage.all()) {
      assertThat(page.blocks())
          .as(page.file().toString())
          .allMatch(block ->
              List.of("sh", "text", "json", "sql", "yaml", "java", "ts").contains(block.language()))
          .noneMatch(block -> !block.language().equals("sh") && block.text().startsWith("./"));
    }
  }

  @Test
  void commandsDoWhatTheDocumentsShow() throws Exception {
    assumeTrue(hasPsql(), "psql is not installed");
    try (CopiedRepository copy = CopiedRepository.start(folder)) {
      for (MarkdownPage page : MarkdownPage.all()) {
        run(page, copy);
      }
    }
  }

  private static boolean hasPsql() throws InterruptedException {
    try {
      return new ProcessBuilder("psql", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private void run(MarkdownPage page, CopiedRepository copy) throws Exception {
    List<MarkdownPage.Block> scripts = scripts(page);
    StringBuilder all = new StringBuilder("set -eu -o pipefail\n");
    boolean any = false;
    for (int block = 0; block < scripts.size(); block++) {
      for (String command : ShellScript.commands(scripts.get(block).text())) {
        if (DocumentedCommands.areRun(command)) {
          all.append(command).append('\n');
          any = true;
        }
      }
      all.append("printf '\\n").append(MARK).append(block).append("\\n'\n");
    }
    if (any) {
      String output = copy.run(all.toString());
      int from = 0;
      for (int block = 0; block < scripts.size(); block++) {
        int to = output.indexOf("\n" + MARK + block + "\n", from);
        assertThat(to).as("%s, block %d: %s", page.file(), block, output).isNotNegative();
        compare(page, scripts.get(block), output.substring(from, to));
        from = to + MARK.length() + Integer.toString(block).length() + 2;
      }
    }
  }

  /// A block of text directly below commands shows their output, in which … stands for any text.
  private static void compare(MarkdownPage page, MarkdownPage.Block script, String output) {
    String below = page.text().substring(script.end());
    Matcher shown = Pattern.compile("\\A\\s*```text\\n(.*?)```", Pattern.DOTALL).matcher(below);
    if (shown.find()) {
      StringBuilder expected = new StringBuilder();
      for (String line : shown.group(1).strip().split("\n", -1)) {
        expected.append(expected.isEmpty() ? "" : "\n");
        expected.append(
            line.equals("…") ? "(?s:.*)" : Pattern.quote(line).replace("…", "\\E[^\n]*?\\Q"));
      }
      assertThat(output.strip()).as(page.file().toString()).matches(expected.toString());
    }
  }
}
