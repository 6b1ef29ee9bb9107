package dev.interlock.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.audit.operation.ContributedOperation;
import dev.interlock.emulator.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The audit finds the operations that the jars of a template's functions describe.
class ContributionsTest {
  private static final Path EXAMPLE =
      CommandProcess.ROOT.resolve(
          "examples/voucher-redemption/src/main/resources/audit/voucher-redemption.sql");

  @TempDir Path folder;

  @Test
  void jarOfAFunctionDescribesItsOperation() throws IOException {
    Path jar = jar("audit/voucher-redemption.sql", Files.readString(EXAMPLE));
    assertThat(Contributions.of(template(jar)))
        .extracting(ContributedOperation::name)
        .containsExactly("voucher-redemption");
  }

  /// The functions of the checkout describe nothing: their operations are the audit's own.
  @Test
  void otherJarsAndFoldersDescribeNothing() throws IOException {
    Path jar = jar("db/audit/voucher-redemption.sql", Files.readString(EXAMPLE));
    assertThat(Contributions.of(template(jar))).isEmpty();
    assertThat(Contributions.of(template(folder))).isEmpty();
    assertThat(Contributions.of(template(folder.resolve("not-built.jar")))).isEmpty();
  }

  @Test
  void mistakeNamesJarAndFile() throws IOException {
    Path jar = jar("audit/seat-booking.sql", "-- @entry\nSELECT 1\n");
    assertThatThrownBy(() -> Contributions.of(template(jar)))
        .isInstanceOf(UsageException.class)
        .hasMessage(jar + ": audit/seat-booking.sql: there is no section @entry");
  }

  private Path jar(String name, String text) throws IOException {
    Path jar = folder.resolve("function.jar");
    try (ZipOutputStream files = new ZipOutputStream(Files.newOutputStream(jar))) {
      files.putNextEntry(new ZipEntry(name));
      files.write(text.getBytes(UTF_8));
    }
    return jar;
  }

  private static Template template(Path code) {
    Template.Function function =
        new Template.Function("AnyFunction", "any", code, Duration.ofSeconds(1), 128, Map.of());
    return new Template(Map.of("AnyFunction", function), List.of(), Optional.empty());
  }
}
