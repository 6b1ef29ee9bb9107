package dev.interlock.testkit.servers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.PullResponseItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;

/// The images that tests start containers from, pulled before Testcontainers asks for them: without
/// a registry it would try for minutes.
public final class DockerImages {

  /// The image with which Testcontainers removes containers, unless that is disabled.
  static final String RYUK = "testcontainers/ryuk:0.14.0";

  /// How long an engine may report no progress.
  private static final Duration SILENCE_MAX = Duration.ofSeconds(10);

  private final DockerClient client;
  private final Duration silenceMax;

  DockerImages(DockerClient client, Duration silenceMax) {
    this.client = client;
    this.silenceMax = silenceMax;
  }

  /// Why no container of this image can be started here; empty when one can.
  public static Optional<String> obstacleTo(String image) {
    DockerClient client;
    try {
      client =
          DockerClientProviderStrategy.getClientForConfig(
              DockerClientFactory.instance().getTransportConfig());
    } catch (IllegalStateException none) {
      return Optional.of("no Docker here");
    }
    try (client) {
      return new DockerImages(client, SILENCE_MAX).firstObstacle(image);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<String> firstObstacle(String image) {
    boolean withoutRyuk = Boolean.parseBoolean(System.getenv("TESTCONTAINERS_RYUK_DISABLED"));
    return Stream.of(image, RYUK)
        .filter(each -> !(withoutRyuk && each.equals(RYUK)))
        .map(each -> ImageNameSubstitutor.instance().apply(DockerImageName.parse(each)))
        .flatMap(each -> obstacle(each).stream())
        .findFirst();
  }

  /// Pulls the image if the engine does not have it.
  Optional<String> obstacle(DockerImageName image) {
    String name = image.asCanonicalNameString();
    try {
      client.inspectImageCmd(name).exec();
      return Optional.empty();
    } catch (NotFoundException absent) {
      return pull(image).map(why -> name + " is absent and cannot be pulled: " + why);
    }
  }

  private Optional<String> pull(DockerImageName image) {
    try (Pull pull = new Pull()) {
      client.pullImageCmd(image.getUnversionedPart()).withTag(image.getVersionPart()).exec(pull);
      return pull.obstacle(silenceMax);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A pull in progress.
  private static final class Pull extends ResultCallback.Adapter<PullResponseItem> {

    private volatile long heardNanos = System.nanoTime();
    private volatile Optional<String> error = Optional.empty();

    @Override
    public void onNext(PullResponseItem item) {
      heardNanos = System.nanoTime();
      if (item.isErrorIndicated() && item.getErrorDetail() != null) {
        error = Optional.of(String.valueOf(item.getErrorDetail().getMessage()));
      }
    }

    /// Waits for the end of the pull, or for the engine to fall silent.
    Optional<String> obstacle(Duration silenceMax) {
      try {
        for (long left = silenceMax.toNanos(); left > 0; ) {
          if (awaitCompletion(left, TimeUnit.NANOSECONDS)) {
            return error;
          }
          left = heardNanos + silenceMax.toNanos() - System.nanoTime();
        }
        return Optional.of("no progress for " + silenceMax.toMillis() + " ms");
      } catch (RuntimeException failed) {
        return Optional.of(String.valueOf(failed.getMessage()).strip());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.of("interrupted");
      }
    }
  }
}
