package dev.interlock;

import dev.interlock.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/// Goes once through everything before a snapshot is taken, so that a restored environment finds
/// classes loaded, JSON, SQL and TLS used before, and no connection, credential or seed of another.
///
/// Lambda's [hooks](https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html)
/// call it under SnapStart; anywhere else nobody does.
final class Rehearsal implements Resource {

  private static final String ID = "00000000-0000-4000-8000-000000000000";

  private final Runnable performance;

  private Rehearsal(Runnable performance) {
    this.performance = performance;
  }

  /// A rehearsal before every snapshot for as long as its owner holds it: the hooks hold it weakly.
  static Rehearsal before(Runnable performance) {
    Rehearsal rehearsal = new Rehearsal(performance);
    Core.getGlobalContext().register(rehearsal);
    return rehearsal;
  }

  /// In a thread of its own: what libraries keep for a thread, connections among it, goes with it.
  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) throws Exception {
    FutureTask<Void> task = new FutureTask<>(performance, null);
    Thread.ofPlatform().name("rehearsal").start(task);
    task.get();
  }

  /// Nothing is left to restore: connections and credentials come when the first call needs them.
  @Override
  public void afterRestore(Context<? extends Resource> context) {}

  /// An event that any function takes for one of its own, of a caller who may do nothing.
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
