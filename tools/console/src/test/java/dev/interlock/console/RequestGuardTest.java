package dev.interlock.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.audit.AuditSettings;
import dev.interlock.emulator.Cleanup;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.emulator.database.PreparedDatabase;
import dev.interlock.emulator.gateway.HttpApi;
import dev.interlock.emulator.gateway.TokenIssuer;
import dev.interlock.emulator.host.FreePort;
import dev.interlock.emulator.template.Template;
import dev.interlock.races.RaceDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// No other page in the same browser can use the console. Each refused request here breaks one rule
/// only, so that a rule that is missing lets one of them through.
@SuppressWarnings("NullAway.Init")
class RequestGuardTest {
  @TempDir static Path folder;
  private static HttpApi api;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    port = FreePort.choose();
    api = HttpApi.bind(port);
    TokenIssuer issuer = TokenIssuer.of(folder.resolve("key.pem"));
    Template template = new Template(Map.of(), List.of(), Optional.empty());
    api.show(new Console(withoutParts(issuer)));
    api.start(template, issuer, (id, event) -> event);
  }

  /// A stack of which nothing is used.
  private static ConsoleStack withoutParts(TokenIssuer issuer) {
    DatabaseAddress nowhere = DatabaseAddress.here(1, "none", "none", "none");
    return new ConsoleStack(
        api,
        issuer,
        List.of(),
        List::of,
        _ -> {},
        new PreparedDatabase(nowhere, nowhere, "PostgreSQL"),
        Optional.empty(),
        new ConsoleStack.Checks() {
          @Override
          public RaceDatabase raceDatabase(Cleanup cleanup) {
            throw new AssertionError();
          }

          @Override
          public AuditSettings auditSettings() {
            throw new AssertionError();
          }
        });
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  /// Sends a request as it is, and returns the answer's head and body.
  private static String answer(String head) throws IOException {
    String request =
        head.replace("PORT", Integer.toString(port)).replace("\n", "\r\n")
            + "\r\n"
            + "Connection: close\r\n"
            + "Content-Type: application/json\r\n"
            + "Content-Length: 2\r\n\r\n"
            + "{}";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\nHost: attacker.example:PORT",
        "GET /console/races HTTP/1.1\nHost: attacker.example",
        "GET / HTTP/1.1\nHost: 127.0.0.1:1",
        "GET / HTTP/1.1\nHost: localhost",
        "GET / HTTP/1.1\nHost: localhost.attacker.example:PORT",
        "GET / HTTP/1.1\nHost: 127.0.0.1:PORT\nHost: attacker.example",
        "GET / HTTP/1.0\nAccept: */*",
        "GET /console/races HTTP/1.1\nHost: 127.0.0.1:PORT\nOrigin: http://attacker.example",
        "GET /console/races HTTP/1.1\nHost: 127.0.0.1:PORT\nOrigin: null",
        "GET /console/races HTTP/1.1\nHost: 127.0.0.1:PORT\nOrigin: http://127.0.0.1:1",
        "GET /console/races HTTP/1.1\nHost: 127.0.0.1:PORT\nOrigin: https://127.0.0.1:PORT",
        "GET /console/races HTTP/1.1\nHost: 127.0.0.1:PORT\nOrigin: http://localhost:PORT",
        "GET / HTTP/1.1\nHost: 127.0.0.1:PORT\nSec-Fetch-Site: cross-site",
        "GET / HTTP/1.1\nHost: 127.0.0.1:PORT\nSec-Fetch-Site: same-site",
        "POST /console/nothing HTTP/1.1\nHost: 127.0.0.1:PORT",
        "POST /console/nothing HTTP/1.1\nHost: 127.0.0.1:PORT\nOrigin: http://127.0.0.1:PORT",
        "POST /console/nothing HTTP/1.1\nHost: 127.0.0.1:PORT\nX-Interlock-Console: yes",
        "OPTIONS /console/send HTTP/1.1\nHost: 127.0.0.1:PORT"
      })
  void requestThatTheOwnPageDoesNotSendIsRefused(String head) throws IOException {
    assertThat(answer(head)).startsWith("HTTP/1.1 403 ").contains("\"title\":\"Forbidden\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\nHost: 127.0.0.1:PORT",
        "GET / HTTP/1.1\nHost: localhost:PORT",
        "GET / HTTP/1.1\nHost: 127.0.0.1:PORT\nSec-Fetch-Site: none",
        "GET /console/races HTTP/1.1\nHost: localhost:PORT\nOrigin: http://localhost:PORT",
        "GET /console/races HTTP/1.1\nHost: 127.0.0.1:PORT\nSec-Fetch-Site: same-origin"
      })
  void ownPageIsAnswered(String head) throws IOException {
    assertThat(answer(head)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void ownCommandPasses() throws IOException {
    String own = "POST /console/nothing HTTP/1.1\nHost: 127.0.0.1:PORT\nX-Interlock-Console: 1";
    assertThat(answer(own)).startsWith("HTTP/1.1 404 ").contains("There is no such command");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/console/races", "/console/nothing.js"})
  void everyAnswerForbidsForeignContent(String path) throws IOException {
    String answer = answer("GET " + path + " HTTP/1.1\nHost: 127.0.0.1:PORT");
    assertThat(answer)
        .containsIgnoringCase(
            "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'")
        .contains("frame-ancestors 'none'")
        .containsIgnoringCase("X-Content-Type-Options: nosniff")
        .containsIgnoringCase("Cross-Origin-Resource-Policy: same-origin")
        .containsIgnoringCase("Cache-Control: no-store")
        .doesNotContainIgnoringCase("Access-Control-");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console/nothing.js",
        "/console/../pom.xml",
        "/console/..%2F..%2Fpom.xml",
        "/console/package-info.class",
        "/console//index.html"
      })
  void onlyFilesOfThePageAreServed(String path) throws IOException {
    assertThat(answer("GET " + path + " HTTP/1.1\nHost: 127.0.0.1:PORT"))
        .startsWith("HTTP/1.1 404 ");
  }

  /// The API needs no guard against other pages: it needs a token.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST / HTTP/1.1",
        "GET /console HTTP/1.1",
        "GET /nothing HTTP/1.1",
        "GET /index.html HTTP/1.1"
      })
  void otherPathsAreTheApis(String start) throws IOException {
    assertThat(answer(start + "\nHost: attacker.example\nOrigin: http://attacker.example"))
        .startsWith("HTTP/1.1 404 ")
        .endsWith("{\"message\":\"Not Found\"}");
  }
}
