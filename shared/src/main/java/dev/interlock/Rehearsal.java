package dev.interlock;

import dev.interlock.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/// Runs one request before a snapshot is taken. A restored environment then has its classes loaded
/// and JSON, SQL and TLS warmed up, and shares no connection, credential or seed with another one.
///
/// Lambda's [hooks](https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html)
/// call it under SnapStart, and only there.
final class Rehearsal implements Resource {

  private static final String ID = "00000000-0000-4000-8000-000000000000";

  private final Runnable performance;

  private Rehearsal(Runnable performance) {
    this.performance = performance;
  }

  /// Registers a rehearsal before every snapshot. The hooks refer to it weakly, so the caller must
  /// keep the reference.
  static Rehearsal before(Runnable performance) {
    Rehearsal rehearsal = new Rehearsal(performance);
    Core.getGlobalContext().register(rehearsal);
    return rehearsal;
  }

  /// Runs in a separate thread, so that everything that libraries keep in thread locals, such as
  /// connections, ends with the thread.
  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) throws Exception {
    FutureTask<Void> task = new FutureTask<>(performance, null);
    Thread.ofPlatform().name("rehearsal").start(task);
    task.get();
  }

  /// Nothing to restore: the first call opens a connection and fetches a credential.
  @Override
  public void afterRestore(Context<? extends Resource> context) {}

  /// An event that every function accepts, from a caller without any role.
  static byte[] event(String body) {
    Map<String, Object> event =
        Map.of(
            "version",
            "2.0",
            "routeKey",
            "REHEARSAL",
            "headers",
            Map.of(
                "content-type", "application/json",
                "idempotency-key", "rehearsal",
                "if-match", "\"0\""),
            "pathParameters",
            Map.of("id", ID, "location", ID, "sku", "REHEARSAL"),
            "requestContext",
            Map.of("authorizer", Map.of("jwt", Map.of("claims", Map.of("sub", "rehearsal")))),
            "body",
            body,
            "isBase64Encoded",
            false);
    return JsonText.of(event).getBytes(StandardCharsets.UTF_8);
  }
}
