package dev.interlock.testkit.servers;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.Optional;

/// Skips a test whose container cannot be started here; under `-Pdocker` it fails instead.
public final class RequiredImage {

  private static final boolean REQUIRED =
      System.getProperty("interlock.test.docker", "optional").equals("required");

  private RequiredImage() {}

  public static void orSkip(String image) {
    Optional<String> obstacle = DockerImages.obstacleTo(image);
    if (obstacle.isEmpty()) {
      return;
    }
    String reason = "no container of " + image + ": " + obstacle.get();
    if (REQUIRED) {
      fail(reason);
    }
    System.out.println("skipped: " + reason);
    abort(reason);
  }
}
