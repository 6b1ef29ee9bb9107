package dev.interlock.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.DriverPropertyInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;

/// The supported URLs. No other setting reaches the driver.
class DatabaseUrlTest {

  private static final String ANY = "postgresql://db.example.com/interlock";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://us%40er:pass%3Aword+@db_1.example:6543/da%20ta?currentSchema=app",
        "postgres://us%40er:pass%3Aword+@db_1.example:6543/da%20ta?currentSchema=%61pp",
        "jdbc:postgresql://db_1.example:6543/da%20ta"
            + "?password=pass:word%2B&current%53chema=app&user=us@er"
      })
  void everySpellingIsTheSame(String url) {
    assertThat(DatabaseUrl.parse(url))
        .isEqualTo(
            new DatabaseUrl(
                List.of(new DatabaseUrl.Host("db_1.example", 6543)),
                "da ta",
                Optional.of("us@er"),
                Optional.of("pass:word+"),
                Map.of("currentSchema", "app")));
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql://db.example.com/x, db.example.com:5432",
    "postgresql://127.0.0.1:1/x, 127.0.0.1:1",
    "postgresql://[::1]/x, [::1]:5432",
    "postgresql://[2001:db8::7]:65535/x, [2001:db8::7]:65535",
  })
  void portHasADefault(String url, String host) {
    assertThat(DatabaseUrl.parse(url).hosts()).hasToString("[" + host + "]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://h/x",
        "jdbc:mysql://h/x",
        "jdbc:jdbc:postgresql://h/x",
        "JDBC:postgresql://h/x",
        "POSTGRESQL://h/x",
        "postgresql:x",
        "postgresql:/x",
        "postgresql:///x",
        "postgresql://:5432/x",
        "postgresql://h",
        "postgresql://h/",
        "postgresql://h?currentSchema=app",
        "postgresql://h/x/y",
        "postgresql://h/x#part",
        "postgresql://h/x y",
        " postgresql://h/x",
        "postgresql://h/x%",
        "postgresql://h/x%2",
        "postgresql://h/x%zz",
        "postgresql://h/x%00y",
        "postgresql://h/x%ff",
        "postgresql://h:/x",
        "postgresql://h:0/x",
        "postgresql://h:65536/x",
        "postgresql://h:+1/x",
        "postgresql://h:1:2/x",
        "postgresql://::1/x",
        "postgresql://[::1/x",
        "postgresql://[::1]5432/x",
        "postgresql://[localhost]/x",
        "postgresql://%2Fvar%2Frun/x",
        "postgresql://loc%61lhost/x",
        "postgresql://localhost%00.example.com/x",
        "postgresql://lоcalhost/x",
        "postgresql://u@v@h/x",
        "postgresql://h1,h2/x",
        "postgresql://h1,/x?targetServerType=any",
        "postgresql://h1,h2,h3/x?targetServerType=any",
        ANY + "?",
        ANY + "?currentSchema",
        ANY + "?currentSchema=",
        ANY + "?currentSchema=a&",
        ANY + "?currentSchema=a&currentSchema=a",
        ANY + "?application_name=a&ApplicationName=a",
        ANY + "?ApplicationName=a%00options%00-c",
        ANY + "?targetServerType=secondary",
        "postgresql://u@h/x?user=v",
        "secret",
      })
  void anythingElseIsRefused(String url) {
    assertThatThrownBy(() -> DatabaseUrl.parse(url)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://u:sec/ret@h/x",
        "postgresql://u:sec?ret@h/x",
        "postgresql://u:sec?ret=@h/x",
        "postgresql://u:sec#ret@h/x",
        "postgresql://u:sec@ret@h/x",
        "postgresql://u:sec%ret@h/x",
        "postgresql://h/x?password=sec&ret@",
      })
  void noPartOfAPasswordIsRepeated(String url) {
    assertThatThrownBy(() -> DatabaseUrl.parse(url))
        .satisfies(refusal -> {
          for (Throwable t = refusal; t != null; t = t.getCause()) {
            assertThat(t.toString()).doesNotContain("sec", "ret");
          }
        });
  }

  /// Covers all that pgjdbc knows, so a parameter that its next version adds is refused too.
  @Test
  void unsupportedDriverParametersAreRejectedByName() {
    Set<String> ours =
        Set.of(
            "currentSchema",
            "targetServerType",
            "sslmode",
            "sslrootcert",
            "ApplicationName",
            "user",
            "password");
    List<String> others =
        Arrays.stream(new Driver().getPropertyInfo("jdbc:postgresql://h/x", new Properties()))
            .map((DriverPropertyInfo each) -> each.name)
            .filter(name -> !ours.contains(name))
            .toList();
    assertThat(others).hasSizeGreaterThan(50).contains("options", "socketFactory", "service");
    for (String name : others) {
      assertRefusedByName(name, name);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "host, host",
    "hostaddr, hostaddr",
    "port, port",
    "dbname, dbname",
    "PGHOST, PGHOST",
    "PGDBNAME, PGDBNAME",
    "search_path, search_path",
    "target_session_attrs, target_session_attrs",
    "opt%69ons, options",
    "Options, Options",
    "SSLMODE, SSLMODE",
    "currentschema, currentschema",
  })
  void spellingsOfOthersAreRefusedByName(String spelling, String name) {
    assertRefusedByName(spelling, name);
  }

  private static void assertRefusedByName(String spelling, String name) {
    assertThatThrownBy(() -> DatabaseUrl.parse(ANY + "?" + spelling + "=any"))
        .as(spelling)
        .hasMessageContaining("must not set " + name + ":")
        .hasMessageContaining("currentSchema, targetServerType");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ANY,
        "postgresql://[::1]:5433/da%20t%2Ba%2F?ApplicationName=a%26b%3Dc&currentSchema=%22A%20b%22",
        "postgresql://h1:1,h2:2/x?targetServerType=primary",
      })
  void textParsesToAnEqualUrl(String url) {
    DatabaseUrl read = DatabaseUrl.parse(url);
    assertThat(DatabaseUrl.parse(read.toString())).isEqualTo(read);
  }

  @Test
  void textOmitsCredentials() {
    assertThat(DatabaseUrl.parse("postgresql://u:secret@h/x")).hasToString("postgresql://h:5432/x");
  }

  /// Asks the driver how it understands the URL.
  @ParameterizedTest
  @CsvSource({
    "postgresql://h:7/da%20t%2Ba%2F%3F%26x?sslmode=verify-full, h, 7, da t+a/?&x",
    "postgresql://[::1]:7/x, [::1], 7, x",
    "'postgresql://h1:7,h2:8/x?targetServerType=any', 'h1,h2', '7,8', x",
  })
  void driverConnectsToWhereTheUrlPoints(String url, String host, String port, String database) {
    Properties understood = Driver.parseURL(DatabaseUrl.parse(url).jdbcUrl(), new Properties());
    assertThat(understood)
        .containsEntry("PGHOST", host)
        .containsEntry("PGPORT", port)
        .containsEntry("PGDBNAME", database);
  }
}
