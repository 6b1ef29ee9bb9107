package dev.interlock.audit.mutants;

import dev.interlock.testkit.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// The demo data with ids of a scenario's own, so that many scenarios can be played in one
/// database.
///
/// @param number of the scenario; 0 is the demo data itself
record World(int number) {

  static final World DEMO = new World(0);

  /// Puts accounts, shop and stock of this world in.
  void create(TestDatabase database) {
    database.run(of(demo()));
  }

  /// A text with the ids of this world in it.
  String of(String text) {
    return text.replace("-0000-4000-8000-", "-%04x-4000-8000-".formatted(number));
  }

  /// A request as it is in this world, its key included.
  Request of(Request request) {
    return new Request(
        request.operation(),
        request.caller(),
        request.key().map(key -> number == 0 ? key : number + "." + key),
        request.ifMatch(),
        of(request.text()));
  }

  private static String demo() {
    try (InputStream demo = World.class.getResourceAsStream("/db/demo.sql")) {
      return new String(Objects.requireNonNull(demo).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
