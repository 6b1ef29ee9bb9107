package dev.interlock.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// compose.yaml starts the CockroachDB that the tests use, for this machine only.
class ComposeFileTest {
  private static final Pattern IMAGE = Pattern.compile("cockroachdb/cockroach:v[0-9.]+");

  private static String read(String file) throws IOException {
    return Files.readString(MarkdownPage.ROOT.resolve(file));
  }

  private static String image(String text) {
    return IMAGE.matcher(text).results().map(found -> found.group()).findFirst().orElseThrow();
  }

  @Test
  void hasTheImageOfTheTests() throws IOException {
    String server = "testkit/src/main/java/dev/interlock/testkit/servers/CockroachServer.java";
    assertThat(read("compose.yaml"))
        .containsOnlyOnce("image: ")
        .contains("image: " + image(read(server)));
  }

  @Test
  void isReachableOnlyFromThisMachineWhereThePageSays() throws IOException {
    assertThat(read("compose.yaml").lines().map(String::strip))
        .filteredOn(line -> line.matches("- .*:[0-9]+:[0-9]+"))
        .containsExactly("- 127.0.0.1:26257:26257");
    String command =
        "./interlock start --database postgresql://root@127.0.0.1:26257/defaultdb --demo";
    assertThat(read("compose.yaml")).contains(command);
    assertThat(read("docs/databases.md")).contains(command);
  }

  @Test
  void isAcceptedByDockerCompose() throws Exception {
    assumeTrue(run("docker", "compose", "version") == 0, "docker compose is not installed");
    assertThat(run("docker", "compose", "config", "--quiet")).isZero();
  }

  private static int run(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(MarkdownPage.ROOT.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(1, TimeUnit.MINUTES) ? process.exitValue() : -1;
    } catch (IOException absent) {
      return -1;
    }
  }
}
