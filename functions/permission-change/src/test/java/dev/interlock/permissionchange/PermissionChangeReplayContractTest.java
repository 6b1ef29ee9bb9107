package dev.interlock.permissionchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.Expected;
import dev.interlock.testkit.contracts.Replays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class PermissionChangeReplayContractTest extends Replays<Situation> {

  private static final String COMMAND =
      """
      {"resource": "%s", "principal": "carol", "role": "viewer",
       "expiresAt": "2999-01-01T00:00:00.5Z"}
      """
          .formatted(Changes.SHOP);

  PermissionChangeReplayContractTest() {
    super(new PermissionChangeUnderTest(), Situation::new, Situation.keptFaults(), COMMAND);
  }

  @Override
  protected Event event(String key, String body) {
    return Event.post("/permission-changes")
        .caller("alice")
        .key(key)
        .header("if-match", "\"0\"")
        .body(body);
  }

  @Override
  protected void overtake() {
    database.run("UPDATE permission SET role = 'none' WHERE principal = 'alice'");
    database.run("UPDATE resource SET acl_version = 9");
  }

  /// Order of members, white space, escapes, letter case of a UUID, two spellings of one instant.
  @Override
  protected List<String> spellings() {
    return List.of(
        COMMAND,
        COMMAND.replaceAll("\\s", ""),
        COMMAND.replace(Changes.SHOP, Changes.SHOP.toUpperCase(Locale.ROOT)),
        COMMAND.replace("carol", "c\\u0061rol"),
        COMMAND.replace(".5Z", ".50Z"),
        COMMAND.replace(".5Z", ".500000Z"),
        """
        {"expiresAt": "2999-01-01T00:00:00.500Z", "role": "viewer", "principal": "carol",
         "resource": "%s"}
        """
            .formatted(Changes.SHOP));
  }

  @Override
  protected List<String> others() {
    return List.of(
        COMMAND.replace(Changes.SHOP, Changes.SHARED),
        COMMAND.replace("carol", "Carol"),
        COMMAND.replace("viewer", "operator"),
        COMMAND.replace(".5Z", ".500001Z"),
        COMMAND.replaceFirst(",\\s*\"expiresAt\": \"[^\"]*\"", ""));
  }

  @Test
  void otherIfMatchIsAnotherCommand() {
    assertReused(event("k", COMMAND).header("if-match", "\"1\""));
  }

  /// Replays a change of an old version to a caller who no longer has a role.
  @Test
  void eTagIsReplayed() {
    assertThat(handler.send(event("k", COMMAND)).headers()).containsEntry("ETag", "\"1\"");
    overtake();
    assertThat(handler.send(event("k", COMMAND)).headers()).containsEntry("ETag", "\"1\"");
  }

  /// Without If-Match there is no command to replay.
  @Test
  void replayNeedsIfMatch() {
    assertThat(handler.send(event("k", COMMAND)).status()).isEqualTo(201);
    Expected.refused(428, "precondition-required")
        .check(handler.send(event("k", COMMAND).without("if-match")));
  }
}
