package dev.interlock.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.audit.Audit;
import dev.interlock.emulator.Cleanup;
import dev.interlock.emulator.Repository;
import dev.interlock.office.Openings;
import dev.interlock.wire.Request;
import dev.interlock.wire.Script;
import dev.interlock.wire.Turn;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// Runs a `StoringProcess` on a stack that breaks, and kills it again and again until all commands
/// are settled.
final class KilledClient {
  private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();
  private static final Duration TOKENS_FOR = Duration.ofHours(2);
  private static final Duration POLL = Duration.ofMillis(20);

  /// What happened.
  ///
  /// @param restored exchanges that a killed process left, counted by the next one
  record Figures(int commands, int kills, long exchanges, long restored, long replayed) {}

  private final Path store;
  private final int commands;
  private final int lives;

  private KilledClient(Path store, int commands, int lives) {
    this.store = store;
    this.commands = commands;
    this.lives = lives;
  }

  /// @param lives about how many processes share the commands
  static Figures run(Path folder, int commands, int lives) throws Exception {
    Path store = Files.createDirectory(folder.resolve("store"));
    for (String each : List.of("commands", "done", "history")) {
      Files.createDirectory(store.resolve(each));
    }
    SoakStack.Settings settings =
        new SoakStack.Settings(
            Repository.at(REPOSITORY),
            folder.resolve("data"),
            Optional.empty(),
            Optional.empty(),
            2,
            line -> {});
    try (Cleanup cleanup = Cleanup.untilExit()) {
      SoakStack stack = SoakStack.start(settings, new Cuts(), TOKENS_FOR, cleanup);
      return new KilledClient(store, commands, lives).run(stack);
    }
  }

  private Figures run(SoakStack stack) throws Exception {
    try (Connection owner = stack.target().backOffice().call()) {
      new Openings("killed-client")
          .account(
              StoringProcess.FROM.toString(),
              "EUR",
              1_000_000,
              Map.of(StoringProcess.CALLER, "operator", "bank", "owner"))
          .account(StoringProcess.TO.toString(), "EUR", 0, Map.of("bank", "owner"))
          .put(owner);
      AtomicBoolean over = new AtomicBoolean();
      FutureTask<Boolean> faults = new FutureTask<>(() -> strike(stack, over), true);
      Thread.ofPlatform().daemon().start(faults);
      int kills = killUntilDone(stack.target());
      over.set(true);
      faults.get();
      Path history = joinedHistory();
      assertEachTookEffectOnce(owner);
      assertThat(Audit.run(owner, history, Duration.ZERO).passed()).as("audit").isTrue();
      return figures(history, kills);
    }
  }

  /// Kills a function after every 10 to 60 settled commands. Fixed times would leave a slow machine
  /// no time to start the next one.
  private void strike(SoakStack stack, AtomicBoolean over) {
    SplittableRandom random = new SplittableRandom();
    Soak.Striking functions = stack.faults().getFirst();
    try {
      while (!over.get()) {
        int goal = done() + random.nextInt(10, 60);
        while (!over.get() && done() < goal) {
          Thread.sleep(POLL);
        }
        functions.strike(Fault.FUNCTION_KILLED, random);
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /// Kills each process at a random moment, after it has settled a share of the commands.
  private int killUntilDone(Soak.Target target) throws Exception {
    int kills = 0;
    while (true) {
      Process process = start(target);
      try {
        int goal = done() + ThreadLocalRandom.current().nextInt(1, 2 * commands / lives);
        while (process.isAlive() && done() < goal) {
          Thread.sleep(POLL);
        }
        if (process.waitFor(ThreadLocalRandom.current().nextInt(50), TimeUnit.MILLISECONDS)) {
          assertThat(process.exitValue())
              .as(() -> "exit code of the client, " + store.resolve("output"))
              .isZero();
          return kills;
        }
      } finally {
        // Without its stack it would send for ever.
        process.destroyForcibly();
      }
      process.waitFor();
      kills++;
    }
  }

  private int done() {
    return store.resolve("done").toFile().list((folder, name) -> name.endsWith(".json")).length;
  }

  private Process start(Soak.Target target) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            StoringProcess.class.getName(),
            target.url(),
            target.tokens().apply(StoringProcess.CALLER),
            store.toString(),
            Integer.toString(commands))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(store.resolve("output").toFile()))
        .start();
  }

  /// All exchanges, but for those that a kill cut in two.
  private Path joinedHistory() throws IOException {
    Path joined = store.resolve("history.jsonl");
    try (Stream<Path> files = Files.list(store.resolve("history"));
        OutputStream out = Files.newOutputStream(joined)) {
      for (Path file : files.toList()) {
        String line = Files.readString(file);
        if (line.endsWith("\n")) {
          out.write(Files.readAllBytes(file));
        }
      }
    }
    return joined;
  }

  /// Neither lost nor doubled, and answered with the entry that the journal has.
  private void assertEachTookEffectOnce(Connection owner) throws SQLException {
    assertThat(done()).as("commands with an answer").isEqualTo(commands);
    String counts =
        "SELECT count(*), count(DISTINCT reference), count(DISTINCT transfer_id) FROM account_entry"
            + " WHERE reference LIKE 'transfer %' AND amount > 0";
    try (Statement statement = owner.createStatement();
        ResultSet row = statement.executeQuery(counts)) {
      row.next();
      assertThat(row.getInt(1)).as("transfers in the journal").isEqualTo(commands);
      assertThat(row.getInt(2)).as("different ones").isEqualTo(commands);
      assertThat(row.getInt(3)).as("ids").isEqualTo(commands);
    }
  }

  private Figures figures(Path history, int kills) throws IOException {
    List<String> lines = Files.readAllLines(history);
    return new Figures(
        commands,
        kills,
        lines.size(),
        lines.stream().filter(line -> !line.contains("\"answeredAt\"")).count(),
        lines.stream().filter(line -> line.contains("\"replayed\":true")).count());
  }

  /// Cuts connections, in a tenth of all statements.
  private static final class Cuts implements Script {
    private static final List<Turn> CUTS =
        List.of(
            Turn.Plain.CUT_BEFORE,
            Turn.Plain.CUT_AFTER,
            Turn.Plain.CUT_IN_REQUEST,
            Turn.Plain.CUT_IN_ANSWER);

    @Override
    public Turn connecting() {
      return Turn.Plain.PASS;
    }

    @Override
    public Turn next(Request request) {
      int drawn = ThreadLocalRandom.current().nextInt(40);
      return drawn < CUTS.size() ? CUTS.get(drawn) : Turn.Plain.PASS;
    }
  }
}
