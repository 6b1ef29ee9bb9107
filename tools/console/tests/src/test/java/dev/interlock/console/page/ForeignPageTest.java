package dev.interlock.console.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.JavascriptExecutor;

/// A page of another server on this machine, in the browser in which the console is open.
class ForeignPageTest {
  /// Everything that a page can try. A failed try says so by its name.
  private static final String TRIES =
      """
      const [console, from, to, done] = arguments;
      const stop = JSON.stringify({ action: 'stop' });
      const pay = JSON.stringify({
        operation: 'transfer', caller: 'alice', copies: 1, keys: 'one', key: 'stolen',
        body: { from, to, amount: 1, currency: 'EUR' },
      });
      const json = { 'Content-Type': 'application/json', 'X-Interlock-Console': '1' };
      const outcome = (promise) => promise.then(() => 'allowed', () => 'failed');
      const event = (target, type) => new Promise((yes, no) => {
        target.addEventListener(type, yes);
        target.addEventListener('error', no);
      });
      const script = Object.assign(document.createElement('script'), { src: console + '/console/dom.js' });
      document.head.append(script);
      const events = new EventSource(console + '/console/events');
      Promise.all([
        outcome(fetch(console + '/console/races')),
        outcome(fetch(console + '/console/database', { method: 'POST', headers: json, body: stop })),
        outcome(event(script, 'load')),
        outcome(event(events, 'open')),
        // The browser sends these two without asking. Only the server can refuse them.
        outcome(fetch(console + '/console/database', { method: 'POST', mode: 'no-cors', body: stop })),
        outcome(fetch(console + '/console/send', { method: 'POST', mode: 'no-cors', body: pay })),
      ]).then(([read, write, code, listen]) => { events.close(); done({ read, write, code, listen }); });
      """;

  private HttpServer elsewhere;
  private OpenConsole console;

  @BeforeEach
  void openBoth() throws IOException {
    console = OpenConsole.fresh();
    elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    elsewhere.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] page = "<!doctype html><title>elsewhere</title>".getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
          }
        });
    elsewhere.start();
  }

  @AfterEach
  void stop() {
    elsewhere.stop(0);
  }

  @Test
  void canNeitherReadNorDoAnything() throws Exception {
    console.driver().get("http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/");
    Object outcome =
        ((JavascriptExecutor) console.driver())
            .executeAsyncScript(TRIES, console.url(), OpenConsole.ALICE, OpenConsole.BOB);
    assertThat(outcome)
        .isEqualTo(
            Map.of("read", "failed", "write", "failed", "code", "failed", "listen", "failed"));
    console.driver().get(console.url() + "/");
    console.until(() -> console.text("#database").startsWith("Up"));
    assertThat(console.one("#notice").isDisplayed()).isFalse();
    String key = console.newKey();
    console.transfer(key, 1, "own");
    console.row("requests", key);
    assertThat(console.text("#requests")).doesNotContain("stolen");
  }
}
