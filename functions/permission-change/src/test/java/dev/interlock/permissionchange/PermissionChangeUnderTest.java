package dev.interlock.permissionchange;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.Command;
import dev.interlock.write.ConditionalStatement;
import dev.interlock.write.StatementRunner;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The permission change for the tests that every function must pass.
final class PermissionChangeUnderTest implements FunctionUnderTest {

  private Optional<TestDatabase> database = Optional.empty();

  // If-Match is part of the command, so a key keeps the version of its first request.
  private final Map<String, Long> versions = new HashMap<>();

  @Override
  public void begin(TestDatabase tables) {
    database = Optional.of(tables);
    versions.clear();
  }

  @Override
  public RequestStreamHandler handler(StatementRunner writes) {
    return new PermissionChangeHandler(writes);
  }

  @Override
  public ConditionalStatement<?, ?> statement() {
    return new PermissionChangeStatement();
  }

  @Override
  public Command command(ApiRequest request) {
    return PermissionChangeCommand.of(request.write());
  }

  @Override
  public Event accepted(String key) {
    long version =
        versions.computeIfAbsent(key, _ -> Changes.version(database.orElseThrow(), Changes.SHOP));
    return Changes.event("alice", key, Changes.SHOP, "carol", "viewer", version);
  }

  @Override
  public Event refused(String key) {
    return Changes.event("bob", key, Changes.SHOP, "carol", "viewer", 0);
  }
}
