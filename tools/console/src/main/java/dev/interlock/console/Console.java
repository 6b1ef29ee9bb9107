package dev.interlock.console;

import com.sun.net.httpserver.HttpExchange;
import dev.interlock.emulator.gateway.Pages;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The page that shows a stack, at `/` and under `/console/`.
public final class Console implements Pages, AutoCloseable {
  private static final String FOLDER = "/console/";
  private static final int PAGES_MAX = 8;

  private final ConsoleStack stack;
  private final RequestGuard guard;
  private @Nullable Watch watch;
  private int pages;
  private boolean closed;

  /// Does nothing yet.
  public Console(ConsoleStack stack) {
    this.stack = stack;
    this.guard = new RequestGuard(stack.port());
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
    if (!exchange.method().equals("GET")) {
      throw new RefusedCommand(405, "Method not allowed", "There is no such command.");
    }
    if (name.equals("events")) {
      stream(exchange);
      return;
    }
    PageFiles.send(name, exchange);
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
    if (watch == null) {
      watch = stack.watch();
    }
    watch.shown.attach(stream);
    return watch;
  }

  private synchronized void leave(EventStream stream) {
    pages--;
    if (watch != null) {
      watch.shown.detach(stream);
      if (pages == 0) {
        watch.end();
        watch = null;
      }
    }
  }

  /// Ends everything that the console has begun.
  @Override
  public synchronized void close() {
    closed = true;
    if (watch != null) {
      watch.end();
    }
  }
}
