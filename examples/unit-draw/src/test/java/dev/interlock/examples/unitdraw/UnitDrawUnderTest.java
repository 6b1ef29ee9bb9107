package dev.interlock.examples.unitdraw;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.calls.Refusable;
import dev.interlock.testkit.calls.Rivals;
import dev.interlock.write.Command;
import dev.interlock.write.ConditionalStatement;
import dev.interlock.write.StatementRunner;
import java.util.List;

/// Describes the function to the tests that every function must pass.
final class UnitDrawUnderTest implements FunctionUnderTest {
  static final String RESOURCE = "d0000000-0000-4000-8000-000000000001";

  @Override
  public RequestStreamHandler handler(StatementRunner writes) {
    return new UnitDrawHandler(writes);
  }

  @Override
  public ConditionalStatement<?, ?> statement() {
    return new UnitDrawStatement();
  }

  @Override
  public Command command(ApiRequest request) {
    return UnitDrawCommand.of(request.write());
  }

  @Override
  public Event accepted(String key) {
    return request("bob", key, 1);
  }

  static Event request(String caller, String key, int quantity) {
    return Event.post("/unit-draws")
        .caller(caller)
        .key(key)
        .body("{\"resource\": \"%s\", \"quantity\": %d}".formatted(RESOURCE, quantity));
  }

  /// Either of them may take all that is left.
  @Override
  public Rivals rivals() {
    return Rivals.of(List.of("alice", "bob"), (caller, key) -> request(caller, key, 100));
  }

  /// In order of precedence.
  @Override
  public List<Refusable> refusals() {
    return List.of(
        Refusable.byRequest("not-found", event -> event.caller(STRANGER)),
        Refusable.byRows(
            "role-insufficient",
            "UPDATE permission SET role = 'viewer' WHERE principal = 'bob' AND role = 'operator'"),
        Refusable.byRows("unit-draw-limit", "UPDATE unit_pool SET remaining = 0"));
  }
}
