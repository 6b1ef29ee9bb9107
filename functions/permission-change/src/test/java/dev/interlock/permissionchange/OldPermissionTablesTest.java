package dev.interlock.permissionchange;

import static dev.interlock.permissionchange.Changes.SHARED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.HandlerUnderTest;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.StatementRunner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tables older than their CHECKs may hold values that no answer can show. One such grant must not
/// make the whole list fail.
class OldPermissionTablesTest {

  private static TestDatabase database;
  private static HandlerUnderTest handler;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    database.run(
        """
        ALTER TABLE permission DROP CONSTRAINT permission_principal;
        ALTER TABLE permission DROP CONSTRAINT permission_expires_at
        """);
    handler = new HandlerUnderTest(database, db -> new PermissionsHandler(new StatementRunner(db)));
  }

  @BeforeEach
  void reset() {
    database.reset();
  }

  @AfterAll
  static void stop() {
    handler.close();
  }

  @ParameterizedTest
  @CsvSource({
    "infinity,                         9999-12-31T23:59:59.999999Z",
    "294276-12-31T23:59:59.999999Z,    9999-12-31T23:59:59.999999Z",
    "10000-01-01T00:00:00Z,            9999-12-31T23:59:59.999999Z",
    "9999-12-31T23:59:59.999999Z,      9999-12-31T23:59:59.999999Z",
    "9999-12-31T23:59:59.999998Z,      9999-12-31T23:59:59.999998Z"
  })
  void anExpiryBeyondRfc3339IsShownAsItsLatestTime(String expiresAt, String shown) {
    Changes.grant(database, SHARED, "x", "viewer", "'" + expiresAt + "'");
    for (String caller : new String[] {"bob", "x"}) {
      Answer list = handler.send(Changes.read(caller, SHARED));
      assertThat(list.status()).isEqualTo(200);
      assertThat(list.bodyText())
          .contains(
              "{\"principal\":\"x\",\"role\":\"viewer\",\"expiresAt\":\"%s\"}".formatted(shown));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-infinity", "4714-11-24T00:00:00Z BC", "0001-12-31T23:59:59Z BC"})
  void expiryBeforeYearOneHasPassed(String expiresAt) {
    Changes.grant(database, SHARED, "x", "viewer", "'" + expiresAt + "'");
    assertThat(handler.send(Changes.read("x", SHARED)).status()).isEqualTo(404);
    assertThat(handler.send(Changes.read("bob", SHARED)).bodyText()).doesNotContain("\"x\"");
  }

  /// No caller can have this name, and no page could continue after it.
  @Test
  void principalThatNoTokenCanCarryIsNotListed() {
    for (String principal : new String[] {"", " ", "Zo\u00EB", "a\nb", "\u0001", "x".repeat(129)}) {
      Changes.grant(database, SHARED, principal, "viewer", "NULL");
    }
    String largest = "x".repeat(128);
    Changes.grant(database, SHARED, largest, "viewer", "NULL");
    Answer list = handler.send(Changes.read("bob", SHARED));
    assertThat(list.status()).isEqualTo(200);
    assertThat(Answer.items(list.body(), "permissions")).hasSize(4);
    assertThat(list.bodyText()).contains(largest);
  }
}
