package dev.interlock.console.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;

/// The console for people who use a keyboard, a screen reader, a zoom or a dark screen.
class ConsoleAccessibilityTest {
  private static final String SERIOUS =
      """
      const done = arguments[arguments.length - 1];
      axe.run({ resultTypes: ['violations'] }).then(({ violations }) => done(violations
        .filter(({ impact }) => ['serious', 'critical'].includes(impact))
        .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' '))));
      """;
  private static final String HAS_VISIBLE_FOCUS =
      """
      const focused = document.activeElement;
      const shown = focused.type === 'radio' ? focused.nextElementSibling : focused;
      const { outlineStyle, outlineWidth } = getComputedStyle(shown);
      return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
      """;
  private static final int TABS_MAX = 40;

  private OpenConsole console;

  @BeforeEach
  void openIt() throws Exception {
    console = OpenConsole.fresh();
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void axeFindsNothingSerious(String theme) throws IOException {
    console.chromium().prefer("prefers-color-scheme", theme);
    console.script(axe());
    console.sendExample("64 buyers of the last cups");
    console.click("#calls summary");
    // What has just changed is highlighted for a moment.
    console.until(() -> serious().isEmpty());
    assertThat(serious()).as("send").isEmpty();
    console.click("#tab-races");
    console.click("#run-race");
    console.until(() -> !console.text("#lane-interlock .verdict").isEmpty());
    assertThat(serious()).as("races").isEmpty();
    console.click("#tab-audit");
    console.click("#run-audit");
    console.until(() -> console.text("#audit-summary").contains(" broken, in "));
    assertThat(serious()).as("audit").isEmpty();
    console.all("#requests button.key").getFirst().click();
    console.until(() -> !console.text("#key-life").isEmpty());
    assertThat(serious()).as("key").isEmpty();
  }

  private List<?> serious() {
    return (List<?>)
        Objects.requireNonNull(((JavascriptExecutor) console.driver()).executeAsyncScript(SERIOUS));
  }

  private static String axe() throws IOException {
    try (InputStream script = ConsoleAccessibilityTest.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(script).readAllBytes(), UTF_8);
    }
  }

  @Test
  void aTransferCanBeSentByKeyboardAlone() {
    press(Keys.TAB);
    press(Keys.ENTER);
    tabTo("amount");
    press("17");
    press(Keys.ENTER);
    console.until(() -> console.text("#summary").endsWith("."));
    assertThat(console.text("#summary")).startsWith("1 accepted in ");
    console.until(() -> console.all("#requests tr").getFirst().getText().contains("17 EUR"));
  }

  private void tabTo(String name) {
    for (int tabs = 0; !name.equals(focused("name")); tabs++) {
      assertThat(tabs).as("tab stops before " + name).isLessThan(TABS_MAX);
      press(Keys.TAB);
      assertThat(console.script(HAS_VISIBLE_FOCUS)).as(focused("outerHTML")).isEqualTo(true);
    }
  }

  private String focused(String member) {
    return String.valueOf(console.script("return document.activeElement[arguments[0]]", member));
  }

  private void press(CharSequence keys) {
    new Actions(console.driver()).sendKeys(keys).perform();
  }

  @Test
  void arrowsMoveBetweenTabs() {
    console.click("#tab-send");
    press(Keys.ARROW_RIGHT);
    assertThat(focused("id")).isEqualTo("tab-races");
    assertThat(console.one("#panel-races").isDisplayed()).isTrue();
    assertThat(console.one("#panel-send").isDisplayed()).isFalse();
    press(Keys.END);
    assertThat(focused("id")).isEqualTo("tab-audit");
    press(Keys.ARROW_RIGHT);
    assertThat(focused("id")).isEqualTo("tab-send");
  }

  /// Rows are drawn again while a person is on a button in one of them.
  @Test
  void anUpdateLeavesTheFocusWhereItWas() throws Exception {
    console.transfer(console.newKey(), 1, "first");
    console.until(() -> !console.all("#accounts button.key").isEmpty());
    console.script("document.querySelector('#accounts button.key').focus()");
    String key = console.newKey();
    console.transfer(key, 1, "second");
    console.until(() -> console.text("#accounts").contains(key));
    assertThat(focused("textContent")).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource({"1440, 900", "1280, 720"})
  void aLaptopShowsEverythingOnOneScreen(int width, int height) {
    console.chromium().resize(width, height, 1);
    assertThat(overflow("Width")).isLessThanOrEqualTo(0);
    assertThat(overflow("Height")).isLessThanOrEqualTo(0);
  }

  /// At 200 % a laptop has half as many pixels; 320 is what WCAG asks for.
  @ParameterizedTest
  @CsvSource({"720, 450", "640, 360", "320, 480"})
  void zoomNeedsNoHorizontalScroll(int width, int height) {
    console.chromium().resize(width, height, 2);
    console.sendExample("One payment, sent 64 times under one key");
    for (String tab : List.of("#tab-races", "#tab-audit", "#tab-send")) {
      console.click(tab);
      assertThat(overflow("Width")).as(tab).isLessThanOrEqualTo(0);
    }
  }

  private long overflow(String side) {
    Object pixels =
        console.script(
            "return document.documentElement['scroll' + arguments[0]] - window['inner' +"
                + " arguments[0]]",
            side);
    return ((Number) Objects.requireNonNull(pixels)).longValue();
  }
}
