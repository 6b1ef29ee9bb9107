package dev.interlock.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// Reads a page's events as they come.
final class EventReader implements AutoCloseable {
  /// An event as a page gets it.
  record Received(String name, JsonNode data) {}

  final int status;
  private final Stream<String> lines;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private volatile boolean ended;

  EventReader(HttpResponse<Stream<String>> answer) {
    status = answer.statusCode();
    lines = answer.body();
    Thread.ofPlatform().daemon().start(this::read);
  }

  private void read() {
    StringBuilder name = new StringBuilder();
    try {
      lines.forEach(line -> {
        if (line.startsWith("event: ")) {
          name.setLength(0);
          name.append(line, 7, line.length());
        } else if (line.startsWith("data: ")) {
          received.add(new Received(name.toString(), RunningConsole.json(line.substring(6))));
        }
      });
    } catch (UncheckedIOException | IllegalStateException closed) {
      // The console or the test has closed the stream.
    }
    ended = true;
  }

  /// Waits for an event.
  JsonNode await(String name, Predicate<JsonNode> wanted) {
    return Awaitility.await(name)
        .until(
            () ->
                received.stream()
                    .filter(each -> each.name().equals(name) && wanted.test(each.data()))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow()
        .data();
  }

  void awaitEnd() {
    Awaitility.await("end").until(() -> ended);
  }

  List<JsonNode> all(String name) {
    return received.stream().filter(each -> each.name().equals(name)).map(Received::data).toList();
  }

  @Override
  public void close() {
    lines.close();
  }
}
