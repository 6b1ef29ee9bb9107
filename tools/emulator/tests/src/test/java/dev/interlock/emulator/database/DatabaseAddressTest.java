package dev.interlock.emulator.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.database.DatabaseUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Database URLs with credentials, which only the launcher accepts.
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
  void everySpellingNamesTheSameDatabase(String text) {
    assertThat(DatabaseAddress.parse(text))
        .isEqualTo(
            new DatabaseAddress(DatabaseUrl.parse("postgresql://db.example:5433/x"), "u", "p@ss"));
  }

  @Test
  void parametersAreKept() {
    DatabaseAddress address =
        DatabaseAddress.parse("postgresql://u:p%26%3D@h/x?currentSchema=app&sslmode=verify-full");
    assertThat(address.url())
        .isEqualTo("postgresql://h:5432/x?currentSchema=app&sslmode=verify-full");
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
        "postgresql://u@h/x?options=-c%20search_path%3Dapp",
        "p q",
        "a:b"
      })
  void addressWithoutDatabaseOrUserIsRejected(String text) {
    assertThatThrownBy(() -> DatabaseAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
