package dev.interlock.launcher.outside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.emulator.host.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Publishes to a folder, and builds `samples/outside` from it: `./mvnw verify -Poutside`.
@Tag("outside")
class OutsideProjectTest {
  private static final Duration START_MAX = Duration.ofMinutes(2);

  @TempDir static Path folder;
  private static Staging staging;
  private static Path project;

  @BeforeAll
  static void publishAndBuild() throws Exception {
    staging = Staging.in(folder);
    project = folder.resolve("project");
    Staging.copy(staging.copy().resolve("samples/outside"), project);
    Program.in(
            project,
            List.of(staging.copy().resolve("mvnw").toString()),
            "--batch-mode",
            "--no-transfer-progress",
            "-Dmaven.repo.local=" + Staging.withoutInterlock(folder.resolve("local")),
            "-Dinterlock.repository=" + staging.repository().toUri(),
            "-Dinterlock.version=" + staging.version(),
            "package")
        .run();
  }

  private static Set<String> entries(Path jar) throws IOException {
    // What a module adds itself: its classes, its tables, its description for the audit, its pom.
    Pattern own =
        Pattern.compile(
            "(META-INF/maven/(com\\.example|dev\\.interlock)|com/example|dev/interlock/transfer"
                + "|db/check-in|audit)/.*");
    try (ZipFile files = new ZipFile(jar.toFile())) {
      return files.stream()
          .map(ZipEntry::getName)
          .filter(name -> !name.endsWith("/") && !own.matcher(name).matches())
          .collect(Collectors.toSet());
    }
  }

  @Test
  void itsTestsRanOnThePublishedTestKit() throws IOException {
    Path report = project.resolve("target/surefire-reports/com.example.tickets.CheckInTest.txt");
    assertThat(Files.readString(report)).contains("Tests run: 4, Failures: 0", "Skipped: 0");
  }

  /// A dependency of another version, or one more, would make its start slower or break it.
  @Test
  void itsJarHoldsWhatOurOwnFunctionsHold() throws IOException {
    assertThat(entries(project.resolve("target/check-in.jar")))
        .containsExactlyInAnyOrderElementsOf(
            entries(staging.copy().resolve("functions/transfer/target/transfer.jar")));
  }

  @Test
  void theLauncherServesItWithoutAClone() throws Exception {
    String port = Integer.toString(FreePort.choose());
    String[] options = {"--port", port, "--database-port", Integer.toString(FreePort.choose())};
    Path out = folder.resolve("start.out");
    Process stack = launcher("start", options).start(out);
    try {
      Awaitility.await()
          .atMost(START_MAX)
          .failFast(() -> !stack.isAlive())
          .until(() -> Files.readString(out).contains("\nready http://127.0.0.1:" + port));
      String token = launcher("token", "alice", "--port", port).run().strip();
      assertThat(checkIn(port, token, "a").statusCode()).isEqualTo(201);
      assertThat(checkIn(port, token, "a").headers().firstValue("idempotency-replayed"))
          .contains("true");
      assertThat(checkIn(port, token, "b").body()).contains("already-checked-in");
      assertThat(launcher("audit").run()).contains(", 0 broken").doesNotContain("not audited");
    } finally {
      stack.destroy();
    }
    assertThat(stack.waitFor()).isIn(0, 143);
    assertThat(launcher("replay").run()).contains("2 events, 2 as the contract says");
  }

  private static Program launcher(String command, String... options) {
    String[] arguments =
        Stream.concat(
                Stream.of("-jar", "target/interlock/launcher.jar", command), Stream.of(options))
            .toArray(String[]::new);
    return Program.java(project, arguments);
  }

  private static HttpResponse<String> checkIn(String port, String token, String key)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/check-ins"))
            .header("Authorization", "Bearer " + token)
            .header("Idempotency-Key", key)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"ticket\": \"AB-0001\"}"))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.ofString());
    }
  }

  /// Maven Central refuses an artifact without one of these.
  @Test
  void everyPublishedModuleHasWhatMavenCentralRequires() throws IOException {
    assertThat(staging.poms()).hasSizeGreaterThan(5);
    for (Path pom : staging.poms()) {
      // Maven knows the version of each pom itself; every other property would be its parent's.
      String text = Files.readString(pom).replace("${project.version}", "");
      assertThat(text)
          .as(pom.toString())
          .contains("<name>", "<description>", "<url>", "<licenses>", "<developers>", "<scm")
          .doesNotContain("<parent>", "<build>", "${");
      if (!text.contains("<packaging>pom</packaging>")) {
        String artifact = pom.toString().replaceAll("\\.pom$", "");
        assertThat(Path.of(artifact + "-sources.jar")).exists();
        assertThat(Path.of(artifact + "-javadoc.jar")).exists();
      }
    }
  }

  /// The command of docs/write-your-own.md for one function.
  @Test
  void anAuthorsBuildRunsOnlyTheTestsOfTheFunction() throws Exception {
    staging
        .maven("-pl", "examples/voucher-redemption", "-am", "verify", "-DskipUpstreamTests")
        .run();
    try (Stream<Path> files = Files.walk(staging.copy())) {
      assertThat(files.filter(file -> file.endsWith("surefire-reports")))
          .containsExactly(
              staging.copy().resolve("examples/voucher-redemption/target/surefire-reports"));
    }
  }
}
