package dev.interlock.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.interlock.emulator.LocalFunctions;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.wire.PgProxy;
import dev.interlock.wire.QueuedScript;
import dev.interlock.wire.Turn;
import dev.interlock.wire.Upstream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// Help, version, suggestions, completion and exit codes.
class CommandLineTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String line) {
    CommandLine interlock =
        Interlock.commandLine(Map.of()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return interlock.execute(line.split(" ", -1));
  }

  private static Set<String> commands() {
    return Interlock.commandLine(Map.of()).getSubcommands().keySet();
  }

  @Test
  void everyCommandPrintsTheSameOneVersion() {
    assertThat(execute("--version")).isZero();
    assertThat(out.toString()).matches("interlock [0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?\\R");
    String version = out.toString();
    for (String command : commands()) {
      out.getBuffer().setLength(0);
      assertThat(execute(command + " --version")).isZero();
      assertThat(out.toString()).isEqualTo(version);
    }
  }

  @Test
  void helpListsEveryCommandAndEveryExitCode() {
    assertThat(execute("--help")).isZero();
    for (String command : commands()) {
      assertThat(out.toString()).containsPattern("(?m)^  " + command + " +\\S");
    }
    assertThat(out.toString()).containsSubsequence("Exit codes:", "  0 ", "  1 ", "  2 ", "  3 ");
  }

  @ParameterizedTest
  @CsvSource({
    "strat, start",
    "adit, audit",
    "start --prot 3000, --port",
    "start --enviroments 2, --environments",
    "token alice --dtaa x, --data",
    "audit --histroy x, --history",
    "rcae, race",
    "race --jsno, --json"
  })
  void misspeltWordGetsASuggestion(String line, String suggestion) {
    assertThat(execute(line)).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).startsWith("interlock: unknown: ").contains("mean", suggestion);
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"begin", "start -x", "start --workers 2", "start now", "-p"})
  void wordThatResemblesNothingGetsNoSuggestion(String line) {
    assertThat(execute(line)).isEqualTo(2);
    assertThat(err.toString()).startsWith("interlock: unknown: ").contains("--help lists");
  }

  @ParameterizedTest
  @CsvSource({"st, start", "au, audit", "start --po, --port", "race do, double-spend"})
  void bashCompletesCommandsAndOptions(String typed, String expected) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "bash is not installed");
    execute("completion");
    Path script = Files.writeString(folder.resolve("completion.bash"), out.toString());
    String words = "./interlock " + typed;
    String complete =
        """
        source %s
        COMP_WORDS=(%s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        COMP_LINE='%2$s'; COMP_POINT=${#COMP_LINE}
        complete -p interlock | grep -q _complete_interlock || exit 1
        _complete_interlock
        echo "${COMPREPLY[@]}"
        """
            .formatted(script, words);
    Process bash =
        new ProcessBuilder("/bin/bash", "-c", complete).redirectErrorStream(true).start();
    String completed = new String(bash.getInputStream().readAllBytes(), UTF_8);
    assertThat(bash.waitFor()).as(completed).isZero();
    assertThat(completed.split("\\s+", -1)).contains(expected);
  }

  /// Exit 1 would say that an invariant is broken.
  @Test
  void auditThatLosesItsDatabaseHasNotCheckedIt() throws Exception {
    QueuedScript script = new QueuedScript();
    try (LocalFunctions functions = LocalFunctions.startFresh(CommandProcess.ROOT)) {
      DatabaseAddress address = DatabaseAddress.parse(functions.ownerConnectionUrl());
      try (PgProxy proxy = PgProxy.before(Upstream.at(address.host(), address.port()), script)) {
        Turn[] turns = new Turn[20];
        Arrays.fill(turns, Turn.Plain.PASS);
        turns[19] = Turn.Plain.CUT_BEFORE;
        script.turns(turns);
        String url = address.via(proxy.port()).jdbcUrl();
        try (CommandProcess audit = CommandProcess.run("audit", "--database", url)) {
          assertThat(audit.exit()).as(audit.out() + audit.err()).isEqualTo(3);
          assertThat(audit.err()).contains("was not finished");
          assertThat(audit.out()).isEmpty();
        }
        assertThat(script.struck()).isEqualTo(1);
      }
    }
  }
}
