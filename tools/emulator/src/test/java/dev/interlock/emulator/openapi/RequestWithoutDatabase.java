package dev.interlock.emulator.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.database.Database;
import dev.interlock.permissionchange.PermissionChangeHandler;
import dev.interlock.permissionchange.PermissionsHandler;
import dev.interlock.stockdecrement.StockDecrementHandler;
import dev.interlock.stockdecrement.StockHandler;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.CapturedLog;
import dev.interlock.testkit.calls.Event;
import dev.interlock.transfer.AccountHandler;
import dev.interlock.transfer.TransferHandler;
import dev.interlock.write.StatementRunner;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// A request to a real function that has no database: one that gets as far as opening a connection
/// has accepted the request.
///
/// @param parameters by their places, such as `query limit` and `header If-Match`
record RequestWithoutDatabase(String route, Map<String, String> parameters, String body) {
  private static final StatementRunner RUNNER = new StatementRunner(noDatabase());

  private static final Map<String, RequestStreamHandler> FUNCTIONS =
      Map.of(
          "POST /transfers", new TransferHandler(RUNNER),
          "GET /accounts/{id}", new AccountHandler(RUNNER),
          "GET /accounts/{id}/entries", new AccountHandler(RUNNER),
          "POST /stock-decrements", new StockDecrementHandler(RUNNER),
          "GET /stock/{location}/{sku}", new StockHandler(RUNNER),
          "POST /permission-changes", new PermissionChangeHandler(RUNNER),
          "GET /resources/{id}/permissions", new PermissionsHandler(RUNNER));

  private static Database noDatabase() {
    return () -> {
      throw new SQLException("there is no database", "XX000");
    };
  }

  RequestWithoutDatabase with(String place, String value) {
    Map<String, String> changed = new HashMap<>(parameters);
    changed.put(place, value);
    return new RequestWithoutDatabase(route, changed, body);
  }

  RequestWithoutDatabase without(String place) {
    Map<String, String> changed = new HashMap<>(parameters);
    changed.remove(place);
    return new RequestWithoutDatabase(route, changed, body);
  }

  RequestWithoutDatabase withBody(String changed) {
    return new RequestWithoutDatabase(route, parameters, changed);
  }

  /// Whether the function accepts it. A malformed id in a path is absent, not malformed.
  boolean isAccepted() {
    RequestStreamHandler function = Objects.requireNonNull(FUNCTIONS.get(route));
    Answer answer = CapturedLog.of(() -> Answer.of(function, event().json())).result();
    assertThat(answer.status()).as(answer.bodyText()).isIn(500, 400, 404, 428);
    return answer.status() == 500;
  }

  private Event event() {
    String path = route.substring(route.indexOf(' ') + 1);
    boolean write = route.startsWith("POST ");
    Event event = write ? Event.post(path).body(body) : Event.get(path);
    event.caller("alice");
    parameters.forEach((place, value) -> {
      String name = place.substring(place.indexOf(' ') + 1);
      switch (place.substring(0, place.indexOf(' '))) {
        case "path" -> event.path(name, value);
        case "query" -> event.query(name, value);
        default -> event.header(name.toLowerCase(Locale.ROOT), value);
      }
    });
    return event;
  }
}
