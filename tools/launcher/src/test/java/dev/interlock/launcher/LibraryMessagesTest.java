package dev.interlock.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.LiteralTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// A library may run without the launcher, so its messages name neither an option nor the
/// environment variable that stands for one.
class LibraryMessagesTest {
  private static final Pattern SETTING =
      Pattern.compile(
          settings().map(Pattern::quote).collect(Collectors.joining("|", "(?:", ")(?![\\w-])")));

  @ParameterizedTest
  @ValueSource(strings = {"emulator", "audit", "soak", "races", "plots", "wire"})
  void noLibraryMessageNamesALauncherSetting(String module) throws IOException {
    List<String> literals = literals(CommandProcess.ROOT.resolve("tools").resolve(module));
    assertThat(literals).as("string literals of " + module).isNotEmpty();
    assertThat(literals).noneMatch(SETTING.asPredicate());
  }

  @Test
  void theLauncherNamesItsOwnSettings() throws IOException {
    assertThat(literals(CommandProcess.ROOT.resolve("tools/launcher")))
        .anyMatch(SETTING.asPredicate());
    assertThat("try --database-port or INTERLOCK_DATABASE_PORT").matches(".*" + SETTING + ".*");
    assertThat("--data-checksums").doesNotContainPattern(SETTING);
  }

  private static Stream<String> settings() {
    return Interlock.commandLine(Map.of()).getSubcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .flatMap(command -> command.options().stream())
        .filter(option -> !option.inherited())
        .map(CommandLine.Model.OptionSpec::longestName)
        .distinct()
        .flatMap(name -> Stream.of(name, variable(name)));
  }

  private static String variable(String option) {
    return "INTERLOCK_" + option.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private static List<String> literals(Path module) throws IOException {
    List<String> literals = new ArrayList<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8);
        Stream<Path> tree = Files.walk(module.resolve("src/main/java"))) {
      List<Path> sources = tree.filter(file -> file.toString().endsWith(".java")).toList();
      JavacTask parser =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
      new LiteralScanner().scan(parser.parse(), literals);
    }
    return literals;
  }

  private static final class LiteralScanner extends TreeScanner<Void, List<String>> {
    @Override
    public Void visitLiteral(LiteralTree literal, List<String> literals) {
      if (literal.getValue() instanceof String text) {
        literals.add(text);
      }
      return super.visitLiteral(literal, literals);
    }
  }
}
