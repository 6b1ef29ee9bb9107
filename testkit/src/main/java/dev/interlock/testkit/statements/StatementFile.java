package dev.interlock.testkit.statements;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.write.ConditionalStatement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The whole text of a function's statement, checked in so that it can be read and reviewed in one
/// piece: `src/main/sql/NAME.sql`, where NAME is the operation, and `NAME-fallback.sql`.
public final class StatementFile {

  private static final String WRITE = "statements.write";

  private StatementFile() {}

  /// Compares the statement with its file in the module under test.
  public static void assertCurrent(ConditionalStatement<?, ?> statement) {
    Path folder = Path.of("src/main/sql");
    assertCurrent(folder, statement.operation(), statement);
    ConditionalStatement<?, ?> fallback = statement.fallback();
    if (fallback != null) {
      assertCurrent(folder, statement.operation() + "-fallback", fallback);
    }
  }

  /// Compares it with a file in a folder.
  public static void assertCurrent(Path folder, String name, ConditionalStatement<?, ?> statement) {
    Path file = folder.resolve(name + ".sql");
    try {
      if (Boolean.getBoolean(WRITE)) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, statement.text());
      }
      String text = Files.exists(file) ? Files.readString(file) : "";
      assertThat(text)
          .as(
              "%s is not the statement that is sent. Run this test with -D%s=true to write it, and"
                  + " review what changed",
              file, WRITE)
          .isEqualTo(statement.text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
