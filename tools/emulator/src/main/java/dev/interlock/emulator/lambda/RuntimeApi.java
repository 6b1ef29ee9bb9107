package dev.interlock.emulator.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.interlock.emulator.lambda.FunctionFailedException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// The [Lambda runtime API](https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html) of one
/// execution environment, which fetches its invocations here and posts its answers.
final class RuntimeApi implements AutoCloseable {
  private static final String ROOT = "/2018-06-01/runtime";

  /// Lambda's limit on an answer: 6 MB and 100 bytes.
  private static final int ANSWER_BYTES_MAX = 6 * 1024 * 1024 + 100;

  private final HttpServer server;

  /// Platform threads, so that calls do not depend on a free carrier of the virtual threads. They
  /// cost little, since each environment is a whole JVM.
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("runtime-api-", 0).factory());

  private final String functionArn;
  private final Duration timeout;
  private final CompletableFuture<Void> restore;
  private final BlockingQueue<PendingInvocation> next = new LinkedBlockingQueue<>();
  private final Map<String, PendingInvocation> running = new ConcurrentHashMap<>();

  /// Completed when the runtime asks for its first event, or with the failure that it reports.
  final CompletableFuture<Void> initialized = new CompletableFuture<>();

  /// Completed when a runtime that starts for a snapshot is ready for it.
  final CompletableFuture<Void> snapshot = new CompletableFuture<>();

  /// @param restore completed to let a runtime continue that is ready for its snapshot
  RuntimeApi(String functionArn, Duration timeout, CompletableFuture<Void> restore)
      throws IOException {
    this.functionArn = functionArn;
    this.timeout = timeout;
    this.restore = restore;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /// Gives the runtime this event when it asks for its next one.
  void deliver(PendingInvocation invocation) {
    next.add(invocation);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.equals(ROOT + "/invocation/next")) {
        next(exchange);
      } else if (path.equals(ROOT + "/restore/next")) {
        snapshot.complete(null);
        restore.join();
        send(exchange, 200, new byte[0]);
      } else if (path.equals(ROOT + "/init/error") || path.equals(ROOT + "/restore/error")) {
        initialized.completeExceptionally(functionError(exchange.getRequestBody().readAllBytes()));
        send(exchange, 202, "{\"status\":\"OK\"}".getBytes(UTF_8));
      } else {
        answered(
            exchange, path.substring(path.lastIndexOf('/') + 1), running.remove(requestId(path)));
      }
    }
  }

  /// The id in `/2018-06-01/runtime/invocation/ID/response` or `.../error`.
  private static String requestId(String path) {
    String[] parts = path.split("/", -1);
    return parts.length == 6 && parts[3].equals("invocation") ? parts[4] : "";
  }

  private static void answered(
      HttpExchange exchange, String how, @Nullable PendingInvocation invocation)
      throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (invocation == null) {
      send(exchange, 400, "{\"errorType\":\"InvalidRequestID\"}".getBytes(UTF_8));
      return;
    }
    if (body.length > ANSWER_BYTES_MAX) {
      refuse(exchange, invocation);
      return;
    }
    if (how.equals("error")) {
      invocation.answer.completeExceptionally(functionError(body));
    } else {
      invocation.answer.complete(body);
    }
    send(exchange, 202, "{\"status\":\"OK\"}".getBytes(UTF_8));
  }

  /// Tells the caller and the runtime, in Lambda's words, that an answer is too large.
  private static void refuse(HttpExchange exchange, PendingInvocation invocation)
      throws IOException {
    String limit = "maximum allowed payload size (%d bytes).".formatted(ANSWER_BYTES_MAX);
    invocation.answer.completeExceptionally(
        functionError(
            error("Function.ResponseSizeTooLarge", "Response payload size exceeded " + limit)));
    send(exchange, 413, error("RequestEntityTooLarge", "Exceeded " + limit));
  }

  private static byte[] error(String type, String message) {
    return "{\"errorType\":\"%s\",\"errorMessage\":\"%s\"}"
        .formatted(type, message)
        .getBytes(UTF_8);
  }

  private void next(HttpExchange exchange) throws IOException {
    initialized.complete(null);
    PendingInvocation invocation;
    try {
      invocation = next.take();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return;
    }
    running.put(invocation.requestId, invocation);
    long deadline = System.currentTimeMillis() + timeout.toMillis();
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/json");
    headers.set("Lambda-Runtime-Aws-Request-Id", invocation.requestId);
    headers.set("Lambda-Runtime-Deadline-Ms", Long.toString(deadline));
    headers.set("Lambda-Runtime-Invoked-Function-Arn", functionArn);
    String root = TraceHeader.of(invocation.event).orElseGet(() -> newRoot(deadline));
    headers.set("Lambda-Runtime-Trace-Id", root + ";Sampled=0");
    send(exchange, 200, invocation.event);
    invocation.delivered.complete(null);
  }

  private static String newRoot(long deadline) {
    String random = UUID.randomUUID().toString().replace("-", "").substring(0, 24);
    return "Root=1-%08x-%s".formatted(deadline / 1000, random);
  }

  private static FunctionFailedException functionError(byte[] error) {
    return new FunctionFailedException(Reason.FUNCTION_ERROR, error);
  }

  /// Sends head and body together: sent separately, a delayed acknowledgement costs 40 ms.
  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    restore.complete(null);
    server.stop(0);
    threads.shutdownNow();
  }
}
