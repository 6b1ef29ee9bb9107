package dev.interlock.launcher.scaffold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.emulator.host.SetupException;
import dev.interlock.write.ConditionalStatement;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `./interlock new` in a copy of the files that it reads and changes. The weekly workflow runs the
/// whole gate on a checkout with a new function.
class ScaffoldTest {
  private static final Path CHECKOUT = Path.of("../..").toAbsolutePath().normalize();
  private static final List<String> CHANGED =
      List.of(
          "pom.xml",
          "tools/emulator/tests/pom.xml",
          "tools/launcher/pom.xml",
          "template.yaml",
          "openapi.yaml",
          "docs/api.md",
          "requests.http");

  @TempDir Path root;

  @BeforeEach
  void copy() throws IOException {
    for (String file : CHANGED) {
      copy(Path.of(file));
    }
    copyAll(Path.of("examples/seat-booking"));
    copyAll(Path.of("shared/src/main/resources/db"));
    Files.createDirectories(root.resolve("tools/audit/src/main/java/dev/interlock/audit"));
  }

  private static Scaffold scaffold(Path root, String name) throws IOException {
    return Scaffold.of(root, name, Optional.empty(), Optional.empty());
  }

  private void copyAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(CHECKOUT.resolve(folder))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.toString().contains("/target/")) {
          copy(CHECKOUT.relativize(file));
        }
      }
    }
  }

  private void copy(Path file) throws IOException {
    Path target = root.resolve(file);
    Files.createDirectories(target.getParent());
    Files.copy(CHECKOUT.resolve(file), target);
  }

  private static String read(Path root, String file) throws IOException {
    return Files.readString(root.resolve(file));
  }

  private Map<String, String> everything() throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.put(root.relativize(file).toString(), Files.readString(file));
      }
    }
    return all;
  }

  /// The function that the gate builds and tests is the one that is copied.
  @Test
  void isTheExampleUnderAnotherName() throws IOException {
    scaffold(root, "trial-function").write();
    Path example = CHECKOUT.resolve(Starter.FOLDER);
    for (Map.Entry<String, String> file : Starter.files().entrySet()) {
      assertThat(file.getValue()).as(file.getKey()).isEqualTo(read(example, file.getKey()));
    }
    assertThat(everything().keySet())
        .contains(
            "functions/trial-function/pom.xml",
            "functions/trial-function/src/main/java/dev/interlock/trialfunction/TrialFunctionHandler.java",
            "functions/trial-function/src/main/sql/trial-function.sql",
            "functions/trial-function/src/main/resources/db/trial-function/001-tables.sql",
            "functions/trial-function/events/accepted.answer.json");
    assertThat(texts("functions/trial-function/"))
        .doesNotContainIgnoringCase(
            "unit-draw", "unitdraw", "unit_draw", "unit draw", "unit-pool", "unit_pool")
        .doesNotContain(Starter.RESOURCE);
  }

  private String texts(String folder) throws IOException {
    StringBuilder texts = new StringBuilder();
    everything().forEach((file, text) -> texts.append(file.startsWith(folder) ? file + text : ""));
    return texts.toString();
  }

  /// Sources and tests compile, and the statement is the one that is checked in beside it.
  @ParameterizedTest
  @CsvSource({
    "trial-function, trialfunction, TrialFunction",
    "x, x, X",
    "top-up-2, topup2, TopUp2"
  })
  void compilesAndMatchesItsStatementFile(String name, String packageName, String types)
      throws Exception {
    scaffold(root, name).write();
    Path module = root.resolve("functions").resolve(name);
    Path classes = Files.createDirectories(root.resolve("classes"));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path")));
    try (Stream<Path> files = Files.walk(module)) {
      files.map(Path::toString).filter(each -> each.endsWith(".java")).forEach(arguments::add);
    }
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)))
        .isZero();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      Constructor<?> statement =
          loader
              .loadClass("dev.interlock.%s.%sStatement".formatted(packageName, types))
              .getDeclaredConstructor();
      statement.setAccessible(true);
      assertThat(((ConditionalStatement<?, ?>) statement.newInstance()).text())
          .isEqualTo(read(module, "src/main/sql/" + name + ".sql"));
    }
  }

  /// The template has the lines of a function of the project once more, under the new name, in the
  /// same place: with the same indentation.
  @Test
  void addsLinesAndKeepsThoseThatAreThere() throws IOException {
    scaffold(root, "trial-function").write();
    for (String file : CHANGED) {
      List<String> before = read(CHECKOUT, file).lines().toList();
      List<String> after = new ArrayList<>(read(root, file).lines().toList());
      int more = after.size() - before.size();
      assertThat(after)
          .as(file)
          .containsSubsequence(before.stream().filter(ScaffoldTest::isNoGraph).toList());
      assertThat(more).as(file).isPositive();
    }
    assertThat(count("template.yaml", "TrialFunction"))
        .isEqualTo(count("template.yaml", "PermissionChange"));
    assertThat(read(root, "template.yaml").lines())
        .containsAll(
            read(CHECKOUT, "template.yaml")
                .lines()
                .filter(line -> line.matches(".*[pP]ermission-?[cC]hange.*"))
                .filter(line -> !line.matches(".*(PermissionsHandler|Description:).*"))
                .filter(ScaffoldTest::isNoGraph)
                .map(ScaffoldTest::renamed)
                .toList());
  }

  private static String renamed(String line) {
    return line.replace("permission-change", "trial-function")
        .replace("permissionchange", "trialfunction")
        .replace("permissionChange", "trialFunction")
        .replace("PermissionChange", "TrialFunction");
  }

  // The last graph of the dashboard gets a comma.
  private static boolean isNoGraph(String line) {
    return !line.contains("\"Errors\", \"FunctionName\"");
  }

  private long count(String file, String text) throws IOException {
    return Pattern.compile(Pattern.quote(text)).matcher(read(root, file)).results().count();
  }

  @Test
  void functionsStandBesideEachOther() throws IOException {
    Scaffold first = scaffold(root, "trial-function");
    first.write();
    Scaffold second = scaffold(root, "trial-function-again");
    second.write();
    assertThat(second.body()).isNotEqualTo(first.body());
    assertThat(second.path()).isEqualTo("/trial-function-agains");
    assertThat(read(root, "pom.xml"))
        .containsSubsequence(
            "functions/trial-function</module>", "functions/trial-function-again</module>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Gift-Card         | lower-case words with hyphens
          gift_card         | lower-case words with hyphens
          -gift             | lower-case words with hyphens
          gift--card        | lower-case words with hyphens
          ../gift           | lower-case words with hyphens
          2nd-gift          | lower-case words with hyphens
          order             | a reserved word of SQL or Java
          class             | a reserved word of SQL or Java
          current-user      | a reserved word of SQL or Java
          transfer          | there is a module transfer
          seat-booking      | there is a module seat-booking
          audit             | there is a module audit
          account           | there is a table account
          seat              | there is a table seat
          permissions       | template.yaml has PermissionsFunction
          deployment        | template.yaml has DeploymentRole
          balance           | openapi.yaml has Balance
          """)
  void refusesANameThatIsMalformedOrTaken(String name, String reason) throws IOException {
    Map<String, String> before = everything();
    assertThatThrownBy(() -> scaffold(root, name))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining(reason);
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void refusesAFolderThatExists() throws IOException {
    Files.createDirectories(root.resolve("functions/trial-function"));
    assertThatThrownBy(() -> scaffold(root, "trial-function"))
        .hasMessage("functions/trial-function already exists");
  }

  @Test
  void refusesAFolderThatIsNotACheckout(@TempDir Path elsewhere) {
    assertThatThrownBy(() -> scaffold(elsewhere, "trial-function"))
        .hasMessage(elsewhere + " is not a checkout of Interlock");
  }

  /// An author may have rewritten the file.
  @Test
  void refusesATemplateWithoutAPlaceForAFunction() throws IOException {
    Path template = root.resolve("template.yaml");
    Files.writeString(template, Files.readString(template).replace("SlowWritesAlarm:", "Slow:"));
    Map<String, String> before = everything();
    assertThatThrownBy(() -> scaffold(root, "trial-function"))
        .hasMessage(
            "template.yaml: there is no place for a new function, because it has no Resources:"
                + " SlowWritesAlarm: Properties: Metrics:");
    assertThat(everything()).isEqualTo(before);
  }

  /// Names in the form of the kind, of the table and of the function all stand where they belong.
  @Test
  void kindAndTableCanHaveOtherNames() throws IOException {
    Scaffold.of(root, "appointment", Optional.of("meeting-room"), Optional.of("room")).write();
    String statement = read(root, "functions/appointment/src/main/sql/appointment.sql");
    assertThat(statement)
        .contains(
            "r.kind = 'meeting-room'", "UPDATE room u", "INSERT INTO room_entry", "'appointment',");
    assertThat(read(root, "functions/appointment/src/main/resources/db/appointment/001-tables.sql"))
        .contains("CREATE TABLE room (", "CREATE TABLE room_entry (");
    assertThat(read(root, "functions/appointment/src/main/resources/audit/appointment.sql"))
        .contains("-- @resources meeting-room");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          account | shelf | resources of kind account are Interlock's
          Room    | | lower-case words with hyphens
          room    | a-room  | lower-case words with underscores
          room    | user    | lower-case words with underscores
          room    | account | there is a table account
          seat    |         | there is a table seat
          """)
  void refusesAKindOrTableThatIsMalformedOrTaken(String kind, String table, String reason) {
    assertThatThrownBy(() ->
            Scaffold.of(root, "trial-function", Optional.of(kind), Optional.ofNullable(table)))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "gift-card, gift-cards",
    "stock-entry, stock-entries",
    "stay, stays",
    "bus, buses",
    "match, matches"
  })
  void pathIsThePlural(String name, String plural) {
    assertThat(FunctionName.of(name).plural()).isEqualTo(plural);
  }
}
