package dev.interlock.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/// What a person sees in the console and does there.
class ConsolePageTest {
  private static final String MARKUP = "<img src=x onerror=document.title=1>";

  private static final String CAROL = "a0000000-0000-4000-8000-000000000003";

  private static final String JOURNAL_WAS_READ =
      """
      return performance.getEntriesByType('resource')
        .some(({ name, responseEnd }) => name.includes('/console/journal?') && responseEnd > 0);
      """;

  private static final String KEYS_OF_JOURNAL =
      """
      return fetch(`/console/journal?journal=account&resource=${arguments[0]}`)
        .then((answer) => answer.json())
        .then(({ rows }) => rows.map(({ key }) => key));
      """;

  private OpenConsole console;

  @BeforeEach
  void openIt() throws Exception {
    console = OpenConsole.fresh();
  }

  @Test
  void loadsWithoutAnErrorAndFromNowhereElse() {
    List<LogEntry> log = console.driver().manage().logs().get(LogType.BROWSER).getAll();
    assertThat(log).filteredOn(entry -> entry.getLevel().equals(Level.SEVERE)).isEmpty();
    Object loaded =
        console.script("return performance.getEntriesByType('resource').map(each => each.name)");
    assertThat((List<?>) loaded)
        .isNotEmpty()
        .allSatisfy(each -> assertThat((String) each).startsWith(console.url() + "/"));
    assertThat(console.all("#accounts tr")).hasSizeGreaterThanOrEqualTo(6);
    assertThat(console.all("#stock tr")).hasSizeGreaterThanOrEqualTo(4);
    assertThat(console.all("#permissions tr")).hasSizeGreaterThanOrEqualTo(8);
  }

  @Test
  void aTransferOfAnotherClientAppearsWithoutReload() throws Exception {
    console.script("window.before = true");
    long before = balance("accounts");
    String key = console.newKey();
    console.transfer(key, 1234, "rent");
    WebElement request = console.row("requests", key);
    console.until(() -> request.getText().contains("1234 EUR a0…0001 → a0…0002"));
    assertThat(request.getText()).contains("alice", "rent", "201");
    console.until(() -> balance("accounts") == before - 1234);
    assertThat(console.row("accounts", OpenConsole.ALICE.substring(32)).getText()).contains(key);
    assertThat(console.script("return window.before")).isEqualTo(true);
  }

  private long balance(String table) {
    WebElement row = console.all("#" + table + " tr").getFirst();
    assertThat(row.getText()).startsWith("a0…0001 alice");
    return Long.parseLong(row.findElement(By.cssSelector("b")).getText());
  }

  @Test
  void oneKeySent64TimesIsOneAcceptanceAnd63Replays() {
    long before = balance("accounts");
    String summary = console.sendExample("One payment, sent 64 times under one key");
    assertThat(summary).startsWith("1 accepted, 63 replayed in ");
    assertThat(console.all("#timeline .call")).hasSize(64);
    assertThat(console.all("#timeline .call.replayed")).hasSize(63);
    console.until(() -> balance("accounts") == before - 2500);
    WebElement newest = console.all("#requests tr").getFirst();
    console.until(() -> newest.getText().contains("replayed ×63"));
    newest.findElement(By.cssSelector("button.key")).click();
    console.until(() -> console.text("#key-life").contains("Of the others, 56 replayed."));
    String life = console.text("#key-life");
    assertThat(life).contains("Verdict stored under the key", "−2500", "+2500", "Sent again: ");
    console.click("#key-close");
  }

  @Test
  void aHoldIsPlacedAndSettledOnceAmong64Settlements() {
    assertThat(console.sendExample("Hold money for bob, for a minute"))
        .startsWith("1 accepted in ");
    WebElement account = console.row("accounts", "2500 held");
    assertThat(account.getText()).contains("2500 → a0…0002 until ", " available");
    WebElement placed = console.row("requests", "+2500 EUR held of a0…0001");
    console.until(() -> placed.getText().contains("201"));
    assertThat(placed.getText()).contains("alice");
    console.until(() -> !console.all("[name=hold] option").isEmpty());
    assertThat(console.sendExample("Settle that hold 64 times"))
        .startsWith("1 accepted, 63 refused (hold-settled) in ");
    WebElement taken = console.row("requests", "−2500 held");
    console.until(() -> taken.getText().contains("2500 EUR a0…0001 → a0…0002"));
    console.until(() -> !console.text("#accounts").contains("held"));
  }

  @Test
  void aReservationIsSettledByTheForm() {
    console.click("[name=operation] option[value='stock-reservation']");
    console.click("[name=sku] option[value='TEA-100']");
    fill("quantity", "3");
    console.click("#send [type=submit]");
    console.row("stock", "3 reserved");
    console.row("requests", "+3 TEA-100 reserved at b0…0001");
    console.click("[name=operation] option[value='reservation-settlement']");
    console.until(() -> "3".equals(console.one("[name=quantity]").getDomProperty("value")));
    fill("quantity", "2");
    console.click("#send [type=submit]");
    WebElement taken = console.row("requests", "−3 reserved");
    assertThat(taken.getText()).contains("−2 TEA-100 at b0…0001");
    console.until(() -> !console.text("#stock").contains("reserved"));
  }

  private void fill(String field, String text) {
    WebElement input = console.one("[name=" + field + "]");
    input.clear();
    input.sendKeys(text);
  }

  /// Its opening is older than what a page gets when it is opened.
  @Test
  void anIdShowsTheWholeJournalOfItsRow() throws Exception {
    console.post(
        "/transfers",
        console.newKey(),
        """
        {"from": "%s", "to": "%s", "amount": 1, "currency": "EUR"}\
        """
            .formatted(OpenConsole.ALICE, CAROL));
    for (int call = 0; call < 60; call++) {
      console.transfer(console.newKey(), 1, "later");
    }
    console = OpenConsole.fresh();
    console.click("#accounts button[title='" + CAROL + "']");
    console.until(() -> Boolean.TRUE.equals(console.script(JOURNAL_WAS_READ)));
    List<?> journal = (List<?>) Objects.requireNonNull(console.script(KEYS_OF_JOURNAL, CAROL));
    assertThat(journal).hasSizeGreaterThanOrEqualTo(2);
    console.until(() -> shownKeys().equals(journal));
    console.click("#one-resource");
    console.until(() -> shownKeys().size() > journal.size());
  }

  private List<?> shownKeys() {
    return console.all("#requests tr:not([hidden])").stream()
        .map(row -> row.findElement(By.cssSelector(".key")).getText())
        .toList();
  }

  @Test
  void aRefusalSaysWhy() {
    assertThat(console.sendExample("Spend more than there is"))
        .startsWith("1 refused (insufficient-funds) in ");
    assertThat(console.sendExample("Take from an account of somebody else"))
        .startsWith("1 refused (not-found) in ");
  }

  @Test
  void aRaceLosesInTheUsualLaneOnly() {
    console.click("#tab-races");
    console.until(() -> console.all("#race option").size() == 9);
    console.click("#race option[value='double-spend']");
    console.click("#run-race");
    console.until(() -> !console.text("#lane-interlock .verdict").isEmpty());
    assertThat(console.one("#lane-usual").getDomAttribute("data-lost")).isEqualTo("true");
    assertThat(console.text("#lane-usual .verdict")).startsWith("Lost: ").contains("160");
    assertThat(console.one("#lane-interlock").getDomAttribute("data-lost")).isEqualTo("false");
    assertThat(console.text("#lane-interlock .verdict")).startsWith("Held: ");
    assertThat(console.all("#lane-usual .by-b")).isNotEmpty();
    assertThat(console.all("#lane-interlock .by-b")).isNotEmpty();
  }

  @Test
  void anEnvironmentThatIsKilledComesBack() throws Exception {
    console.transfer(console.newKey(), 1, "warm");
    String kill = "button[aria-label^='Kill process'][aria-label$='of TransferFunction']";
    console.until(() -> !console.all(kill).isEmpty());
    while (!console.all(kill).isEmpty()) {
      int before = console.all(kill).size();
      console.click(kill);
      console.until(() -> console.all(kill).size() < before);
    }
    assertThat(console.text("#environments")).contains("killed");
    console.transfer(console.newKey(), 1, "after");
    console.until(() -> console.one("#environments").getText().contains("idle"));
    assertThat(console.all(kill)).isNotEmpty();
  }

  @Test
  void aStoppedDatabaseIsSeenAndStartedAgain() {
    console.click("#database-switch");
    console.until(() -> console.text("#notice").startsWith("The database is stopped."));
    console.until(() -> !console.all("#database-switch:not([aria-disabled])").isEmpty());
    console.click("#database-switch");
    console.until(() -> !console.one("#notice").isDisplayed());
    console.until(() -> console.text("#database").startsWith("Up"));
    assertThat(console.sendExample("Spend more than there is")).startsWith("1 refused");
  }

  /// Its sockets stay open, so only the silence tells.
  @Test
  void aStackThatHangsIsSeenAndComesBack() throws Exception {
    console.stack().freeze(true);
    try {
      console.until(() -> console.text("#connection").equals("Disconnected, trying again"));
    } finally {
      console.stack().freeze(false);
    }
    console.until(() -> console.text("#connection").equals("Live"));
    String key = console.newKey();
    console.transfer(key, 1, "afterwards");
    console.row("requests", key);
  }

  @Test
  void theAuditCountsEveryInvariant() {
    console.click("#tab-audit");
    console.click("#run-audit");
    console.until(() -> console.text("#audit-summary").contains(" 0 broken, in "));
    String invariants = console.text("#audit-summary").replaceFirst(" .*", "");
    assertThat(console.all("#invariants tbody tr")).hasSize(Integer.parseInt(invariants));
  }

  @Test
  void markupInAReferenceStaysText() throws Exception {
    String key = console.newKey();
    console.transfer(key, 1, MARKUP);
    WebElement request = console.row("requests", key);
    console.until(() -> !request.findElements(By.cssSelector("q")).isEmpty());
    assertThat(request.findElement(By.cssSelector("q")).getText()).contains(MARKUP);
    assertThat(console.all("main img")).isEmpty();
  }

  @Test
  void markupInAPrincipalStaysText() throws Exception {
    String markup = MARKUP.replace(' ', '/');
    var granted =
        console.post(
            "/permission-changes",
            console.newKey(),
            "{\"resource\": \"%s\", \"principal\": \"%s\", \"role\": \"viewer\"}"
                .formatted(OpenConsole.ALICE, markup),
            "If-Match",
            "\"" + console.permissionsVersion() + "\"");
    assertThat(granted.statusCode()).as(granted.body()).isEqualTo(201);
    console.row("permissions", markup);
    console.row("requests", markup);
    assertThat(console.all("main img")).isEmpty();
  }
}
