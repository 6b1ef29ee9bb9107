package dev.interlock.typescript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.browser.Chromium;
import dev.interlock.browser.LocalStack;
import dev.interlock.emulator.Cleanup;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.WebDriver;

/// A page of another origin moves money through the local stack, in Chromium.
class BrowserTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ALICE = "a0000000-0000-4000-8000-000000000001";
  private static final String BOB = "a0000000-0000-4000-8000-000000000002";
  private static final int PAYMENT = 2500;
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofSeconds(3);

  @TempDir static Path folder;
  private static final Cleanup CLEANUP = Cleanup.untilExit();
  private static Shop shop;
  private static Shop strangers;
  private static LocalStack stack;
  private static HeldAnswers network;
  private static Chromium chromium;
  private static String token;

  private WebDriver page;
  private long before;

  @BeforeAll
  static void start() throws Exception {
    Chromium.obstacle().ifPresent(Npm::skip);
    Path files = Npm.installed().shop();
    shop = new Shop(files);
    CLEANUP.add(shop::close);
    strangers = new Shop(files);
    CLEANUP.add(strangers::close);
    stack = LocalStack.start(folder, "--cors-origins=" + shop.origin());
    CLEANUP.add(stack::close);
    network = new HeldAnswers(stack.url());
    CLEANUP.add(network::close);
    chromium = Chromium.start();
    CLEANUP.add(chromium::close);
    token = stack.token("alice");
  }

  @AfterAll
  static void stop() throws IOException {
    CLEANUP.close();
  }

  @BeforeEach
  void openAnEmptyPage() throws Exception {
    network.hold(false);
    page = chromium.driver();
    before = balance();
  }

  private static long balance() throws SQLException {
    return number("SELECT balance FROM account WHERE id = '" + ALICE + "'");
  }

  private static long number(String query) throws SQLException {
    try (Connection owner = stack.owner();
        Statement statement = owner.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private JavascriptExecutor script() {
    return (JavascriptExecutor) page;
  }

  private void open(Shop from, String tokens, Duration timeMax) {
    page.get(from.page(network.url(), tokens, ALICE, BOB, timeMax));
  }

  private void click(String id) {
    page.findElement(By.id(id)).click();
  }

  /// What the page shows once its command has ended.
  private JsonNode result() throws Exception {
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !page.findElement(By.id("result")).getText().isEmpty());
    return JSON.readTree(page.findElement(By.id("result")).getText());
  }

  @Test
  void movesMoney() throws Exception {
    open(shop, token, LONG);
    click("pay");
    JsonNode result = result();
    assertThat(result.path("kind").asText()).isEqualTo("accepted");
    assertThat(result.path("replayed").asBoolean()).isFalse();
    assertThat(result.at("/body/fromBalance").asLong()).isEqualTo(before - PAYMENT);
    assertThat(balance()).isEqualTo(before - PAYMENT);
  }

  @Test
  void aPageThatIsReloadedBeforeTheAnswerGoesOnAndPaysOnce() throws Exception {
    open(shop, token, LONG);
    network.hold(true);
    int lost = network.held();
    click("pay");
    await().atMost(LONG).until(() -> network.held() > lost);
    assertThat(balance()).isEqualTo(before - PAYMENT);
    network.hold(false);
    page.navigate().refresh();
    JsonNode result = result();
    assertThat(result.path("kind").asText()).isEqualTo("accepted");
    // The page can read Idempotency-Replayed, which CORS hides unless it is exposed.
    assertThat(result.path("replayed").asBoolean()).isTrue();
    assertThat(balance()).isEqualTo(before - PAYMENT);
    page.navigate().refresh();
    assertThat(page.findElement(By.id("result")).getText()).isEmpty();
    assertThat(balance()).isEqualTo(before - PAYMENT);
  }

  @Test
  void theEntityTagOfPermissionsIsReadable() throws Exception {
    open(shop, token, LONG);
    click("share");
    JsonNode result = result();
    assertThat(result.path("kind").asText()).isEqualTo("accepted");
    long version = result.at("/body/aclVersion").asLong();
    assertThat(result.path("basedOn").asText()).isEqualTo("\"" + (version - 1) + "\"");
    assertThat(result.path("etag").asText()).isEqualTo("\"" + version + "\"");
  }

  /// The page sends a payment that another tab is sending.
  @Test
  void theTimeToWaitBeforeTheNextAttemptIsReadable() throws Exception {
    open(shop, token, LONG);
    String key = UUID.randomUUID().toString();
    String body =
        "{\"from\": \"%s\", \"to\": \"%s\", \"amount\": %d, \"currency\": \"EUR\"}"
            .formatted(ALICE, BOB, PAYMENT);
    boolean paidByOtherTab;
    try (Connection owner = stack.owner();
        Statement statement = owner.createStatement();
        HttpClient otherTab = HttpClient.newHttpClient()) {
      owner.setAutoCommit(false);
      statement.execute("SELECT 1 FROM account WHERE id = '" + ALICE + "' FOR UPDATE");
      var other = otherTab.sendAsync(payment(key, body), BodyHandlers.ofString());
      await().atMost(LONG).until(BrowserTest::isSomebodyWaiting);
      script()
          .executeScript(
              "localStorage.setItem('payment', JSON.stringify(arguments[0]))",
              Map.of("path", "/transfers", "key", key, "body", body));
      page.navigate().refresh();
      await().atMost(LONG).until(() -> page.findElement(By.id("wait")).getText().contains(" 1"));
      owner.rollback();
      // On a busy machine its wait for the row may have ended: then this page pays.
      paidByOtherTab = other.get().statusCode() == 201;
    }
    JsonNode result = result();
    assertThat(result.path("kind").asText()).isEqualTo("accepted");
    assertThat(result.path("replayed").asBoolean()).isEqualTo(paidByOtherTab);
    assertThat(balance()).isEqualTo(before - PAYMENT);
  }

  private static HttpRequest payment(String key, String body) {
    return HttpRequest.newBuilder(URI.create(stack.url() + "/transfers"))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", key)
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private static boolean isSomebodyWaiting() throws SQLException {
    return number("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0;
  }

  /// The gateway's own 401 has no CORS headers, so the page sees no answer.
  @Test
  void anExpiredTokenThatThePageCannotSeeIsReplaced() throws Exception {
    open(shop, "expired," + token, LONG);
    click("pay");
    assertThat(result().path("kind").asText()).isEqualTo("accepted");
    assertThat(page.findElement(By.id("attempts")).getText()).isEqualTo("2");
    assertThat(balance()).isEqualTo(before - PAYMENT);
  }

  @Test
  void aPageOfAnOriginThatIsNotAllowedMovesNothing() throws Exception {
    open(strangers, token, SHORT);
    click("pay");
    JsonNode result = result();
    // All that the browser tells the page is that it failed.
    assertThat(result.path("kind").asText()).isEqualTo("unknown");
    assertThat(result.path("cause").asText()).contains("Failed to fetch");
    assertThat(result.has("last")).isFalse();
    assertThat(balance()).isEqualTo(before);
  }
}
