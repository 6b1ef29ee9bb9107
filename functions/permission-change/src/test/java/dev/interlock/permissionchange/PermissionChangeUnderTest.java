package dev.interlock.permissionchange;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.calls.Refusable;
import dev.interlock.testkit.calls.Rivals;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.Command;
import dev.interlock.write.ConditionalStatement;
import dev.interlock.write.StatementRunner;
import java.util.HashMap;
import java.util.List;
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

  /// All name one version, which is changed once.
  @Override
  public int acceptedOf(int calls) {
    return 1;
  }

  /// Two owners change one version, each for somebody else.
  @Override
  public Rivals rivals() {
    return Rivals.of(
            List.of("alice", "bob"),
            (caller, key) ->
                Changes.event(caller, key, Changes.SHOP, "friend-of-" + caller, "viewer", 0))
        .withRows(
            """
            UPDATE permission SET role = 'owner' WHERE resource_id = '%1$s' AND principal = 'bob';
            UPDATE resource SET owner_count = 2 WHERE id = '%1$s'
            """
                .formatted(Changes.SHOP));
  }

  @Override
  public List<Refusable> refusals() {
    return List.of(
        Refusable.byRows("resource-not-found", role("none")),
        Refusable.byRows("role-insufficient", role("viewer")),
        Refusable.byRows(
            "version-mismatch",
            "UPDATE resource SET acl_version = 7 WHERE id = '" + Changes.SHOP + "'"),
        Refusable.byRequest(
            "expiry-past",
            event ->
                event.body(
                    """
                    {"resource": "%s", "principal": "carol", "role": "viewer",
                     "expiresAt": "2001-01-01T00:00:00Z"}
                    """
                        .formatted(Changes.SHOP))),
        Refusable.byRequest(
            "last-owner",
            event ->
                event.body(
                    """
                    {"resource": "%s", "principal": "alice", "role": "viewer"}
                    """
                        .formatted(Changes.SHOP))));
  }

  private static String role(String role) {
    return "UPDATE permission SET role = '" + role + "' WHERE principal = 'alice'";
  }
}
