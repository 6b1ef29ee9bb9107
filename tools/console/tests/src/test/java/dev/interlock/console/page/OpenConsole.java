package dev.interlock.console.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.browser.Chromium;
import dev.interlock.browser.LocalStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.logging.LogType;

/// The console of one stack in one browser, which all tests share.
final class OpenConsole {
  static final String ALICE = "a0000000-0000-4000-8000-000000000001";
  static final String BOB = "a0000000-0000-4000-8000-000000000002";

  private static final Duration WAIT_MAX = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(30);

  private static @Nullable OpenConsole shared;

  private final LocalStack stack;
  private final Chromium chromium;
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger keys = new AtomicInteger();

  private OpenConsole() throws IOException {
    Path folder = Files.createTempDirectory("console");
    stack = LocalStack.start(folder);
    closeAtExit(stack);
    chromium = Chromium.start();
    closeAtExit(chromium);
  }

  private static void closeAtExit(AutoCloseable part) {
    Runnable close =
        () -> {
          try {
            part.close();
          } catch (Exception failure) {
            System.err.println("while closing: " + failure);
          }
        };
    Runtime.getRuntime().addShutdownHook(new Thread(close));
  }

  /// A freshly loaded page on a laptop's screen, or a skipped test where there is no browser.
  static synchronized OpenConsole fresh() throws IOException {
    Chromium.obstacle().ifPresent(Assumptions::abort);
    if (shared == null) {
      shared = new OpenConsole();
    }
    shared.load();
    return shared;
  }

  private void load() {
    chromium.resize(1440, 900, 1);
    chromium.prefer("prefers-color-scheme", "light");
    // What the test before left in the log is not this page's.
    driver().get("about:blank");
    driver().manage().logs().get(LogType.BROWSER);
    driver().get(url() + "/");
    until(() -> text("#connection").equals("Live") && !all("#accounts tr").isEmpty());
  }

  String url() {
    return stack.url();
  }

  LocalStack stack() {
    return stack;
  }

  Chromium chromium() {
    return chromium;
  }

  WebDriver driver() {
    return chromium.driver();
  }

  void until(Callable<Boolean> condition) {
    Awaitility.await().atMost(WAIT_MAX).pollInterval(POLL).ignoreExceptions().until(condition);
  }

  WebElement one(String selector) {
    return driver().findElement(By.cssSelector(selector));
  }

  List<WebElement> all(String selector) {
    return driver().findElements(By.cssSelector(selector));
  }

  String text(String selector) {
    return one(selector).getText();
  }

  void click(String selector) {
    one(selector).click();
  }

  /// The row of a table that has this text.
  WebElement row(String table, String text) {
    String path = "//tbody[@id='%s']/tr[contains(., '%s')]".formatted(table, text);
    until(() -> !driver().findElements(By.xpath(path)).isEmpty());
    return driver().findElement(By.xpath(path));
  }

  /// Presses one of the examples, which sends it, and returns the summary.
  String sendExample(String title) {
    driver().findElement(By.xpath("//button[. = '" + title + "']")).click();
    until(() -> text("#summary").endsWith("."));
    return text("#summary");
  }

  @Nullable Object script(String script, Object... arguments) {
    return ((JavascriptExecutor) driver()).executeScript(script, arguments);
  }

  /// The version of the permissions that the form would change.
  @Nullable Object permissionsVersion() {
    return script("return parseInt(document.forms.send.elements.ifMatch.placeholder)");
  }

  String newKey() {
    return "page-" + keys.incrementAndGet();
  }

  /// A transfer of alice, sent past the page. It must be accepted.
  void transfer(String key, long amount, String reference) throws Exception {
    HttpResponse<String> response =
        post(
            "/transfers",
            key,
            "{\"from\": \"%s\", \"to\": \"%s\", \"amount\": %d, \"currency\": \"EUR\", \"reference\": \"%s\"}"
                .formatted(ALICE, BOB, amount, reference));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
  }

  /// A request of alice, sent past the page.
  HttpResponse<String> post(String path, String key, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .header("Authorization", "Bearer " + stack.token("alice"))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body, UTF_8));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
