package dev.interlock.emulator.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.interlock.emulator.template.Template;
import dev.interlock.testkit.secrets.StubbedSecretsServer;
import dev.interlock.testkit.servers.Backends;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Invariants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The memory of a function at the point of Lambda's snapshot, and its first calls after a restore.
///
/// AWS's runtime client runs the hooks; no snapshot is taken.
class SnapshotTest {

  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final String PASSWORD = "the-password-that-no-snapshot-may-have";

  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final TestDatabase database = TestDatabase.create();
  private final StubbedSecretsServer secrets = new StubbedSecretsServer();
  private final String secret =
      "{\"username\": \"%s\", \"password\": \"%s\"}".formatted(database.role(), PASSWORD);
  private final String arn = secrets.create("database", secret);

  @TempDir Path folder;

  @AfterEach
  void end() {
    secrets.close();
    Invariants.assertHold(database);
  }

  @Test
  void snapshotHoldsNoConnectionNoCredentialAndNoSeed() throws Exception {
    String before = database.everything();
    try (ExecutionEnvironment environment = start("snap-start", new CompletableFuture<>())) {
      environment.awaitSnapshot();
      assertThat(secrets.requests()).as("requests of the rehearsal for the secret").isEqualTo(1);
      assertThat(new Backends(database).count())
          .as("sessions that the snapshot would carry")
          .isZero();
      String histogram = jcmd(environment, "GC.class_histogram");
      assertThat(histogram)
          .as("the handler is in memory")
          .contains("dev.interlock.transfer.TransferHandler")
          .doesNotContain("org.postgresql.jdbc.PgConnection\n")
          .doesNotContain("dev.interlock.database.Credential\n")
          .doesNotContain(" java.util.Random ", "SplittableRandom ");
      Path dump = folder.resolve("heap.hprof");
      jcmd(environment, "GC.heap_dump", dump.toString());
      byte[] heap = Files.readAllBytes(dump);
      assertThat(indexOf(heap, "TransferHandler")).as("the heap can be searched").isNotNegative();
      assertThat(indexOf(heap, PASSWORD)).as("password in the heap").isNegative();
      assertThat(indexOf(heap, StubbedSecretsServer.ROLE_KEY))
          .as("the role's key in the heap")
          .isNegative();
      assertThat(database.everything()).as("a rehearsal writes nothing").isEqualTo(before);
    }
  }

  @Test
  void firstCallAfterTheRestoreReadsTheSecretAgain() throws Exception {
    CompletableFuture<Void> restore = new CompletableFuture<>();
    try (ExecutionEnvironment environment = start("snap-start", restore)) {
      environment.awaitSnapshot();
      assumeThat(log)
          .as("the machine was too busy for the rehearsal to reach the database in 10 s")
          .noneMatch(line -> line.contains("\"rehearsal\":\"out of time\""));
      restore.complete(null);
      assertThat(invoke(environment, "accepted")).contains("\"statusCode\":201");
      assertThat(secrets.requests()).isEqualTo(2);
      assertThat(invoke(environment, "refused-role-insufficient")).contains("\"statusCode\":403");
      assertThat(log).anyMatch(line -> line.contains("\"coldStart\":true"));
      assertThat(log).noneMatch(line -> line.contains(PASSWORD) || line.contains("rehearsal"));
    }
  }

  @Test
  void snapshotIsTakenEvenWithoutADatabase() throws Exception {
    CompletableFuture<Void> restore = new CompletableFuture<>();
    secrets.fail(arn, "AccessDeniedException");
    try (ExecutionEnvironment environment = start("snap-start", restore)) {
      environment.awaitSnapshot();
      assertThat(log).anyMatch(line -> line.contains("\"rehearsal\":\"without database\""));
      secrets.put(arn, secret);
      restore.complete(null);
      assertThat(invoke(environment, "accepted")).contains("\"statusCode\":201");
    }
  }

  private ExecutionEnvironment start(String kind, CompletableFuture<Void> restore)
      throws IOException {
    RuntimeClient client = RuntimeClient.unpack(TARGET.resolve("lambda-runtime"), folder);
    return ExecutionEnvironment.start(function(kind), client, log::add, restore);
  }

  private Template.Function function(String kind) {
    Map<String, String> environment = new LinkedHashMap<>(database.environment());
    environment.remove("DATABASE_USER");
    environment.remove("DATABASE_PASSWORD");
    environment.putAll(secrets.environmentUnderSnapStart());
    environment.put("DATABASE_SECRET_ARN", arn);
    environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", kind);
    return TransferFunction.with(environment);
  }

  private static String invoke(ExecutionEnvironment environment, String event) throws Exception {
    environment.awaitInitialized();
    return new String(environment.invoke(TransferFunction.event(event)).orElseThrow(), UTF_8);
  }

  private static String jcmd(ExecutionEnvironment environment, String... command)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    line.add(Long.toString(environment.process().pid()));
    line.addAll(List.of(command));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }

  private static int indexOf(byte[] heap, String text) {
    byte[] wanted = text.getBytes(UTF_8);
    for (int at = 0; at <= heap.length - wanted.length; at++) {
      int matching = 0;
      while (matching < wanted.length && heap[at + matching] == wanted[matching]) {
        matching++;
      }
      if (matching == wanted.length) {
        return at;
      }
    }
    return -1;
  }
}
