package dev.interlock.local.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.local.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The ways in which people write where a database is.
class DatabaseAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://u:p%40ss@db.example:5433/x",
        "postgres://u:p%40ss@db.example:5433/x",
        "jdbc:postgresql://db.example:5433/x?user=u&password=p%40ss",
        "jdbc:postgresql://u:p%40ss@db.example:5433/x",
        "postgresql://db.example:5433/x?password=p%40ss&user=u"
      })
  void everySpellingNamesTheSame(String text) {
    assertThat(DatabaseAddress.parse(text))
        .isEqualTo(new DatabaseAddress("db.example", 5433, "x", "u", "p@ss", ""));
  }

  @Test
  void whatElseTheQuerySaysIsKept() {
    DatabaseAddress address = DatabaseAddress.parse("postgresql://u@h/x?sslmode=disable&user=v");
    assertThat(address.user()).isEqualTo("v");
    assertThat(address.url()).isEqualTo("postgresql://h:5432/x?sslmode=disable");
    assertThat(DatabaseAddress.parse(address.jdbcUrl())).isEqualTo(address);
  }

  @Test
  void aPasswordIsNeverShown() {
    DatabaseAddress address = DatabaseAddress.parse("postgresql://u:secret@h/x");
    assertThat(address.toString() + address.url()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "mysql://u:p@h/x",
        "postgresql://u:p@h",
        "postgresql://h/x",
        "p q",
        "a:b"
      })
  void whatNamesNoDatabaseIsRefused(String text) {
    assertThatThrownBy(() -> DatabaseAddress.parse(text))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("--database must be ");
  }
}
