package dev.interlock.typescript;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The npm package: its tests, and what another project gets when it installs the tarball.
class PackageTest {

  @Test
  void itsOwnTestsPass() throws Exception {
    Path folder = Npm.installed().folder();
    String out = Npm.run(folder, "npm", "run", "test:compiled");
    assertThat(out).contains("# fail 0").doesNotContain("# pass 0", "# skipped 1");
  }

  @Test
  void theTarballContainsTheCompiledClientAndNothingElse() throws Exception {
    Path installed = Npm.installed().shop().resolve("node_modules/@interlock-dev/client");
    try (Stream<Path> files = Files.walk(installed)) {
      assertThat(
              files.filter(Files::isRegularFile).map(each -> installed.relativize(each).toString()))
          .contains("LICENSE", "README.md", "package.json", "dist/index.js", "dist/index.d.ts")
          .allMatch(
              each -> each.matches("LICENSE|README.md|package.json|dist/\\w+(\\.d\\.ts|\\.js)"));
    }
  }

  @Test
  void anotherProjectImportsItInNode() throws Exception {
    assertThat(Npm.run(Npm.installed().shop(), "node", "order.mjs"))
        .isEqualTo("/transfers order-1\n");
  }

  @Test
  void anotherProjectCompilesAgainstItsTypes() throws Exception {
    Npm.Installed installed = Npm.installed();
    Path compiler = installed.folder().resolve("node_modules/typescript/bin/tsc");
    Npm.run(installed.shop(), "node", compiler.toString(), "--project", ".");
  }

  @Test
  void theLockFileNamesNoRegistry() throws Exception {
    assertThat(Path.of("package-lock.json")).content().doesNotContain("\"resolved\"");
  }
}
