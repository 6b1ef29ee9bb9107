package dev.interlock.testkit.surface;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What authors of functions compile against changes only on purpose: it is listed in `api.txt` of
/// each module, and a line that goes breaks somebody's build.
class PublicSurfaceTest {
  private static final String WRITE = "surface.write";

  @ParameterizedTest
  @ValueSource(strings = {"../shared", "../testkit"})
  void everyPublicTypeAndMemberIsListed(String module) throws IOException {
    String surface = PublicSurface.ofModule(Path.of(module)).text();
    Path file = Path.of(module, "api.txt");
    if (Boolean.getBoolean(WRITE)) {
      Files.writeString(file, surface);
    }
    assertThat(surface.lines().toList())
        .as(
            "%s is not the public surface. Run this test with -D%s=true to write it, and review"
                + " what changed",
            file, WRITE)
        .containsExactlyElementsOf(Files.readAllLines(file));
  }

  /// The Javadoc and the comparison of a release leave out the same packages as the lists.
  @Test
  void everyInternalPackageIsLeftOutOfARelease() throws IOException {
    String pom = Files.readString(Path.of("../pom.xml"));
    List<String> internal = new ArrayList<>();
    for (String module : List.of("../shared", "../testkit")) {
      internal.addAll(PublicSurface.ofModule(Path.of(module)).internalPackages());
    }
    assertThat(internal).isNotEmpty();
    assertThat(pom).contains("<internal.packages>" + String.join(",", internal) + "</");
    assertThat(internal).allMatch(name -> pom.contains("<exclude>" + name + "</exclude>"));
  }
}
