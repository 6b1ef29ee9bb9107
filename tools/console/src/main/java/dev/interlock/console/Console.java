package dev.interlock.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.interlock.emulator.gateway.CallListener;
import dev.interlock.emulator.gateway.Pages;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The page that shows a stack, at `/` and under `/console/`.
public final class Console implements Pages, AutoCloseable {
  private static final String FOLDER = "/console/";
  private static final int PAGES_MAX = 8;

  private final ConsoleStack stack;
  private final RequestGuard guard;
  private final Commands commands;
  private final Stories stories;
  private @Nullable OpenWatch open;
  private int pages;
  private boolean closed;

  /// Does nothing yet.
  public Console(ConsoleStack stack) {
    this.stack = stack;
    this.guard = new RequestGuard(stack.api().port());
    this.commands = new Commands(stack);
    this.stories = new Stories(stack);
  }

  @Override
  public boolean serve(String method, String rawPath) {
    return rawPath.startsWith(FOLDER) || (rawPath.equals("/") && method.equals("GET"));
  }

  @Override
  public void answer(HttpExchange http) throws IOException {
    ConsoleExchange exchange = new ConsoleExchange(http);
    try {
      Optional<String> refusal = guard.refusal(exchange.method(), http.getRequestHeaders());
      if (refusal.isPresent()) {
        throw new RefusedCommand(403, "Forbidden", refusal.get());
      }
      answer(exchange);
    } catch (RefusedCommand refused) {
      exchange.refuse(refused);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(ConsoleExchange exchange)
      throws IOException, RefusedCommand, InterruptedException {
    String path = exchange.path();
    String name = path.equals("/") ? PageFiles.INDEX : path.substring(FOLDER.length());
    switch (exchange.method()) {
      case "GET" -> get(name, exchange);
      case "POST" -> commands.run(name, exchange);
      default -> throw new RefusedCommand(405, "Method not allowed", "GET or POST.");
    }
  }

  private void get(String name, ConsoleExchange exchange)
      throws IOException, RefusedCommand, InterruptedException {
    switch (name) {
      case "events" -> stream(exchange);
      case "races" -> exchange.send(RaceRuns.list());
      case "journal" -> exchange.send(stories.ofRow(exchange.query()));
      case "keys" -> exchange.send(key(exchange.query()));
      default -> PageFiles.send(name, exchange);
    }
  }

  private ObjectNode key(Map<String, String> query) throws RefusedCommand {
    KeyName key =
        new KeyName(
            query.getOrDefault("caller", ""),
            query.getOrDefault("operation", ""),
            query.getOrDefault("key", ""));
    Optional<OpenWatch> now = current();
    ObjectNode story = stories.ofKey(key, now.map(each -> each.named().all()).orElse(List.of()));
    ArrayNode calls = story.putArray("calls");
    now.ifPresent(each -> calls.addAll(each.calls().under(key)));
    return story;
  }

  private synchronized Optional<OpenWatch> current() {
    return Optional.ofNullable(open);
  }

  /// Sends events until the page is gone, or the console is closed.
  private void stream(ConsoleExchange exchange)
      throws IOException, RefusedCommand, InterruptedException {
    EventStream stream = new EventStream();
    Watch joined = join(stream);
    try (OutputStream out = exchange.stream("text/event-stream")) {
      out.flush();
      stream.run(out, () -> joined.shown.all(stream));
    } finally {
      leave(stream);
    }
  }

  private synchronized Watch join(EventStream stream) throws RefusedCommand {
    if (closed || pages == PAGES_MAX) {
      throw new RefusedCommand(
          503, "Too many pages", "The console is open in " + PAGES_MAX + " places.");
    }
    pages++;
    if (open == null) {
      open = OpenWatch.begin(stack);
    }
    open.watch().shown.attach(stream);
    return open.watch();
  }

  private synchronized void leave(EventStream stream) {
    pages--;
    if (open != null) {
      open.watch().shown.detach(stream);
      if (pages == 0) {
        end(open);
      }
    }
  }

  private void end(OpenWatch ended) {
    stack.api().tell(CallListener.NONE);
    stack.logs().accept(_ -> {});
    ended.watch().end();
    open = null;
  }

  /// Ends everything that the console has begun.
  @Override
  public void close() throws IOException {
    synchronized (this) {
      closed = true;
      if (open != null) {
        end(open);
      }
    }
    commands.close();
  }
}
