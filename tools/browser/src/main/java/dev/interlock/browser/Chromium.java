package dev.interlock.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/// A headless Chromium with an empty profile, which reaches this machine only.
public final class Chromium implements AutoCloseable {
  private static final List<String> BROWSERS = List.of("chromium", "google-chrome");
  private static final List<String> DRIVERS = List.of("chromedriver");
  private static final Duration PAGE_MAX = Duration.ofSeconds(60);

  private final ChromeDriver driver;

  private Chromium(ChromeDriver driver) {
    this.driver = driver;
  }

  /// The reason why no Chromium can be started here, if there is one.
  public static Optional<String> obstacle() {
    if (find(BROWSERS).isEmpty()) {
      return Optional.of("Chromium is not installed (Debian's package chromium)");
    }
    return find(DRIVERS).isEmpty()
        ? Optional.of("ChromeDriver is not installed (Debian's package chromium-driver)")
        : Optional.empty();
  }

  /// Starts it. Needs that there is no obstacle.
  public static Chromium start() {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(find(BROWSERS).orElseThrow());
    options.setPageLoadTimeout(PAGE_MAX);
    options.setScriptTimeout(PAGE_MAX);
    options.addArguments(
        "--headless=new",
        // The sandbox does not run as root, and the pages are the project's own.
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost");
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(find(DRIVERS).orElseThrow())
            .usingAnyFreePort()
            .build();
    return new Chromium(new ChromeDriver(service, options));
  }

  /// For what a person does with a page.
  public WebDriver driver() {
    return driver;
  }

  /// Sets the size of the page, in CSS pixels. A scale of 2 is what a zoom of 200 % does.
  public void resize(int width, int height, int scale) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", scale, "mobile", false));
  }

  /// Sets a preference that pages see as a media feature, such as `prefers-color-scheme`.
  public void prefer(String feature, String value) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", feature, "value", value))));
  }

  private static Optional<File> find(List<String> names) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .flatMap(folder -> names.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .map(Path::toFile)
        .findFirst();
  }

  /// Ends the browser and its driver.
  @Override
  public void close() {
    driver.quit();
  }
}
