package dev.interlock.emulator.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.emulator.LocalFunctions;
import dev.interlock.emulator.Repository;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every event of the repository gets its expected answer from the real functions, in the real
/// runtime client, on a real PostgreSQL.
@Order(3)
final class ReplayTest {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final Path EVENTS = ROOT.resolve("events");

  private static final List<String> SHOWN = new CopyOnWriteArrayList<>();
  private static final EventLog LOG = new EventLog(SHOWN::add);

  @AutoClose private static LocalFunctions functions;
  @AutoClose private static DemoData demoData;

  @BeforeAll
  static void start() throws Exception {
    functions = LocalFunctions.startFresh(Repository.at(ROOT), LOG);
    demoData =
        DemoData.in(
            functions.ownerConnectionUrl(), Repository.functionTables(functions.template()));
  }

  @TestFactory
  Stream<DynamicTest> everyEventGetsTheAnswerBesideIt() throws Exception {
    EventReplay replay = Replay.replay(Replay.Subject.of(functions), demoData);
    return EventFiles.in(Repository.at(ROOT).events()).stream()
        .map(event ->
            DynamicTest.dynamicTest(
                EVENTS.relativize(event).toString(),
                event.toUri(),
                () -> assertThat(replay.replay(event).differences()).isEmpty()));
  }

  @Test
  void aRunPrintsEachEventAndFailsWhenOneAnswerIsWrong(@TempDir Path folder) throws Exception {
    Path transfer = EVENTS.resolve("transfer");
    for (String name : List.of("accepted.json", "accepted.answer.json", "amount-zero.json")) {
      Files.copy(transfer.resolve(name), folder.resolve(name));
    }
    String right = Files.readString(transfer.resolve("amount-zero.answer.json"));
    String wrong = right.replace("\"/amount\"", "\"/to\"");
    Files.writeString(folder.resolve("amount-zero.answer.json"), wrong);
    assertThat(run(folder))
        .containsExactly(
            "false",
            "event  status  answer",
            "accepted.json  201  ok",
            "amount-zero.json  400  body /violations/0/pointer: expected \"/to\", got"
                + " \"/amount\"",
            "2 events, 1 as the contract says, 1 not");
    assertThat(SHOWN).as("log lines, of the differing event alone").hasSize(1);
    assertThat(SHOWN.getFirst()).contains("\"outcome\":\"malformed-request\"");
    SHOWN.clear();
    Files.writeString(folder.resolve("amount-zero.answer.json"), right);
    assertThat(run(folder)).startsWith("true").endsWith("2 events, 2 as the contract says, 0 not");
    assertThat(SHOWN).isEmpty();
  }

  /// The result of a run, followed by the lines that it printed.
  private static List<String> run(Path folder) throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    boolean matched;
    try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      matched =
          new Replay(Repository.at(ROOT))
              .run(EventFiles.in(List.of(folder)), Replay.Subject.of(functions), LOG, out);
    }
    String text = printed.toString(StandardCharsets.UTF_8).replace(folder + "/", "");
    Stream<String> rows = text.lines().map(line -> line.replaceAll(" {2,}", "  "));
    return Stream.concat(Stream.of(String.valueOf(matched)), rows).toList();
  }
}
