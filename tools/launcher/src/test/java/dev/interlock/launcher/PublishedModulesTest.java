package dev.interlock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Which modules are published, and whose tests `-DskipUpstreamTests` skips, as their poms say.
class PublishedModulesTest {
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(interlock-[^<]+)</");
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<dependency>\\s*<groupId>dev\\.interlock</groupId>\\s*<artifactId>([^<]+)</artifactId>"
              + "(?:\\s*<version>[^<]+</version>)?(?:\\s*<scope>([^<]+)</scope>)?");
  private static final String PUBLISHED = "<maven.deploy.skip>false</maven.deploy.skip>";
  private static final String WITHOUT_DEPENDENCIES =
      "<flatten.dependencies>remove</flatten.dependencies>";
  private static final Pattern SKIPS_TESTS =
      Pattern.compile("<(skipTests|maven\\.test\\.skip)>\\$\\{skipUpstreamTests}</");

  /// A module: its folder, its pom, and the other modules that it names.
  private record Module(String folder, String pom, Map<String, String> scopes) {
    static Module in(String folder) {
      String pom = read(CommandProcess.ROOT.resolve(folder).resolve("pom.xml"));
      Map<String, String> scopes = new TreeMap<>();
      matches(DEPENDENCY, pom)
          .forEach(
              each -> scopes.put(each.group(1), each.group(2) == null ? "compile" : each.group(2)));
      return new Module(folder, pom, scopes);
    }

    boolean published() {
      return pom.contains(PUBLISHED);
    }

    /// Its published pom names the modules that it needs.
    boolean namesDependencies() {
      return !pom.contains(WITHOUT_DEPENDENCIES);
    }

    boolean hasTests() {
      return Files.isDirectory(CommandProcess.ROOT.resolve(folder).resolve("src/test"));
    }

    boolean skipsTests() {
      return SKIPS_TESTS.matcher(pom).find();
    }
  }

  /// By their artifact ids.
  private final Map<String, Module> modules =
      matches(MODULE, read(CommandProcess.ROOT.resolve("pom.xml")))
          .map(each -> Module.in(each.group(1)))
          .collect(
              Collectors.toMap(
                  module -> matches(ARTIFACT, module.pom()).findFirst().orElseThrow().group(1),
                  module -> module));

  private Module module(String artifact) {
    return Objects.requireNonNull(modules.get(artifact), artifact);
  }

  private static Stream<MatchResult> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void theBillOfMaterialsListsThePublishedModules() {
    Set<String> published =
        modules.entrySet().stream()
            .filter(each -> each.getValue().published())
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    assertThat(published).contains("interlock-bom", "interlock-shared", "interlock-testkit");
    published.remove("interlock-bom");
    assertThat(module("interlock-bom").scopes().keySet())
        .containsExactlyInAnyOrderElementsOf(published);
  }

  /// Nobody could resolve a published module that needs one that is not.
  @Test
  void publishedModulesNeedOnlyPublishedOnes() {
    modules.forEach((artifact, module) ->
        module
            .scopes()
            .forEach((needed, scope) -> {
              if (module.published() && module.namesDependencies() && !scope.equals("test")) {
                assertThat(module(needed).published()).as("%s needs %s", artifact, needed).isTrue();
              }
            }));
  }

  /// What an author of a function waits for: `-am` builds all of this before the function.
  @Test
  void anAuthorsBuildSkipsTheTestsOfEveryModuleBeforeIt() {
    List<Module> examples =
        modules.values().stream().filter(each -> each.folder().startsWith("examples/")).toList();
    assertThat(examples).isNotEmpty();
    for (Module example : examples) {
      assertThat(example.skipsTests()).as(example.folder()).isFalse();
      Set<String> upstream = new LinkedHashSet<>();
      collect(example, upstream);
      assertThat(upstream).contains("interlock-shared", "interlock-testkit");
      assertThat(upstream)
          .filteredOn(artifact -> module(artifact).hasTests())
          .allMatch(artifact -> module(artifact).skipsTests());
    }
  }

  private void collect(Module module, Set<String> upstream) {
    for (String needed : module.scopes().keySet()) {
      if (upstream.add(needed)) {
        collect(module(needed), upstream);
      }
    }
  }

  @Test
  void theSampleOutsideUsesTheNextRelease() {
    Pattern version = Pattern.compile("<(?:interlock\\.)?version>(\\d+\\.\\d+\\.\\d+)[^<]*</");
    String sample = read(CommandProcess.ROOT.resolve("samples/outside/pom.xml"));
    Pattern used = Pattern.compile("<interlock\\.version>([^<]+)</");
    assertThat(matches(used, sample).findFirst().orElseThrow().group(1))
        .isEqualTo(
            matches(version, read(CommandProcess.ROOT.resolve("pom.xml")))
                .findFirst()
                .orElseThrow()
                .group(1));
  }
}
