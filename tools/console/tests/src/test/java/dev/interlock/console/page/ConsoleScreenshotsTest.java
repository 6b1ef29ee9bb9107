package dev.interlock.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.TakesScreenshot;

/// The pictures of `docs/console.md`. With `-Dscreenshots.write=true` they are taken again.
class ConsoleScreenshotsTest {
  private static final Path DOCS = Path.of("../../../docs");
  private static final List<String> THEMES = List.of("light", "dark");
  private static final long BYTES_MAX = 300_000;
  private static final Duration TRAFFIC = Duration.ofSeconds(40);

  @Test
  void areThere() throws Exception {
    if (Boolean.getBoolean("screenshots.write")) {
      take(OpenConsole.fresh());
    }
    for (String theme : THEMES) {
      assertThat(Files.size(file(theme))).isBetween(20_000L, BYTES_MAX);
    }
  }

  private static Path file(String theme) {
    return DOCS.resolve("console-" + theme + ".png");
  }

  private static void take(OpenConsole console) throws Exception {
    traffic(console);
    orders(console);
    console.script("document.forms.send.elements.key.value = 'invoice-2026-118'");
    console.driver().findElement(By.xpath("//label[. = '64 times']")).click();
    console.click("#send [type=submit]");
    console.until(() -> console.text("#summary").startsWith("1 accepted, 63 replayed"));
    console.click("button[aria-label^='Freeze'][aria-label$='StockDecrementFunction']");
    console.until(() -> console.text("#environments").contains("frozen"));
    console.script("document.activeElement.blur()");
    for (String theme : THEMES) {
      console.chromium().prefer("prefers-color-scheme", theme);
      Thread.sleep(2000); // Highlights fade.
      Files.write(
          file(theme), ((TakesScreenshot) console.driver()).getScreenshotAs(OutputType.BYTES));
    }
    console.click("button[aria-label^='Thaw']");
  }

  /// Something for the plots to show.
  private static void traffic(OpenConsole console) throws Exception {
    long end = System.nanoTime() + TRAFFIC.toNanos();
    for (int call = 0; System.nanoTime() < end; call++) {
      console.transfer("coffee-" + call, 3, "coffee");
      Thread.sleep(Math.round(60 + 50 * Math.sin(call / 20.0)));
    }
  }

  private static void orders(OpenConsole console) throws Exception {
    console.transfer("rent-2026-11", 2500, "rent");
    console.post("/transfers", "too-much", transfer(99_999_999));
    console.post(
        "/stock-decrements",
        "order-1041",
        """
        {"location": "b0000000-0000-4000-8000-000000000001",
         "lines": [{"sku": "CUP-1", "quantity": 2}, {"sku": "TEA-100", "quantity": 12}]}\
        """);
    console.post(
        "/stock-decrements",
        "order-1042",
        """
        {"location": "b0000000-0000-4000-8000-000000000001",
         "lines": [{"sku": "CUP-1", "quantity": 4}]}\
        """);
    console.post(
        "/permission-changes",
        "share-with-carol",
        """
        {"resource": "%s", "principal": "carol", "role": "viewer"}\
        """
            .formatted(OpenConsole.ALICE),
        "If-Match",
        "\"" + console.permissionsVersion() + "\"");
  }

  private static String transfer(long amount) {
    return "{\"from\": \"%s\", \"to\": \"%s\", \"amount\": %d, \"currency\": \"EUR\"}"
        .formatted(OpenConsole.ALICE, OpenConsole.BOB, amount);
  }
}
