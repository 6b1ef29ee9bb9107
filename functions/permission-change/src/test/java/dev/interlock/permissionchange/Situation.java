package dev.interlock.permissionchange;

import static dev.interlock.testkit.contracts.Precedence.fault;

import dev.interlock.json.Json;
import dev.interlock.testkit.calls.Draft;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.Expected;
import dev.interlock.testkit.calls.HandlerUnderTest;
import dev.interlock.testkit.contracts.Precedence.Fault;
import dev.interlock.testkit.contracts.ReplayableRequest;
import dev.interlock.testkit.contracts.RequestFaults;
import dev.interlock.testkit.servers.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// A valid change with a separate resource, and its possible faults.
final class Situation implements ReplayableRequest {

  static final String CALLER = "dora";

  // Placeholder for the principal of the change, until it is sent.
  private static final String SUBJECT = "erik";

  /// The possible faults, in the contract's order.
  static final List<Fault<Situation>> FAULTS = faults();

  /// Pairs that one request cannot have: an absent key or header cannot be malformed.
  static final Map<String, Set<String>> IMPOSSIBLE =
      Map.of(
          "key missing", Set.of("key malformed", "reused"),
          "key malformed", Set.of("reused"),
          "If-Match malformed", Set.of("If-Match missing", "version"),
          "If-Match missing", Set.of("version"));

  private static final AtomicInteger COUNT = new AtomicInteger();

  final String resource = id();
  private final Draft draft =
      new Draft(
          "/permission-changes",
          CALLER,
          resource,
          "{\"resource\": \"%s\", \"principal\": \"%s\", \"role\": \"viewer\"}"
              .formatted(resource, SUBJECT));

  private boolean revoked;
  private String role = "owner";
  private Optional<String> ifMatch = Optional.of("\"0\"");
  private boolean aboutTheOnlyOwner;
  private boolean keyUsed;

  private static List<Fault<Situation>> faults() {
    List<Fault<Situation>> faults = new ArrayList<>(RequestFaults.ofRequest());
    faults.add(
        new Fault<>(
            "If-Match malformed",
            Expected.malformed("/If-Match"),
            s -> s.ifMatch = Optional.of("0")));
    faults.add(
        fault("If-Match missing", 428, "precondition-required", s -> s.ifMatch = Optional.empty()));
    faults.add(fault("reused", 422, "idempotency-key-reused", s -> s.keyUsed = true));
    faults.addAll(keptFaults());
    return List.copyOf(faults);
  }

  /// The refusals that are kept under the key.
  static List<Fault<Situation>> keptFaults() {
    return List.of(
        new Fault<>(
            "resource", Expected.refused(404, "not-found", "/resource"), s -> s.revoked = true),
        fault("role", 403, "role-insufficient", s -> s.role = "operator"),
        new Fault<>("version", mismatch(0), s -> s.ifMatch = Optional.of("\"7\"")),
        fault("expiry", 409, "expiry-past", s -> s.draft.body(s.expiringLongAgo())),
        fault("last owner", 409, "last-owner", s -> s.aboutTheOnlyOwner = true));
  }

  static Expected mismatch(long version) {
    return new Expected.Refused(
        412, "version-mismatch", Map.of("aclVersion", new Json.Num(Long.toString(version))));
  }

  private String expiringLongAgo() {
    return draft.body().replace("}", ", \"expiresAt\": \"2001-01-01T00:00:00Z\"}");
  }

  private boolean callerOwns() {
    return !revoked && role.equals("owner");
  }

  @Override
  public void arrange(TestDatabase database, HandlerUnderTest handler) {
    String callers = revoked ? "none" : role;
    database.run(
        """
        INSERT INTO resource (id, kind, owner_count) VALUES ('%1$s', 'location', 1);
        INSERT INTO permission (resource_id, principal, role)
          VALUES ('%1$s', 'bank', '%2$s'), ('%1$s', '%3$s', '%4$s')
        """
            .formatted(resource, callerOwns() ? "viewer" : "owner", CALLER, callers));
    if (keyUsed) {
      // Refused, so that the grants do not change. A refusal takes the key too.
      handler.send(Changes.event(CALLER, resource, Changes.ABSENT, SUBJECT, "viewer", 0));
    }
  }

  /// The refused caller now owns it, with another owner, at another version.
  @Override
  public void clear(TestDatabase database) {
    Changes.grant(database, resource, CALLER, "owner", "NULL");
    Changes.grant(database, resource, "frida", "owner", "NULL");
    database.run("UPDATE resource SET acl_version = 7 WHERE id = '" + resource + "'");
  }

  @Override
  public Draft draft() {
    return draft;
  }

  @Override
  public Event event() {
    String subject = aboutTheOnlyOwner ? (callerOwns() ? CALLER : "bank") : SUBJECT;
    draft.body(draft.body().replace("\"" + SUBJECT + "\"", "\"" + subject + "\""));
    Event event = draft.event();
    ifMatch.ifPresent(version -> event.header("if-match", version));
    return event;
  }

  @Override
  public Event underAnotherKey() {
    return Changes.event(CALLER, "anew", resource, SUBJECT, "viewer", 7);
  }

  private static String id() {
    return "c0000000-0000-4000-8000-%012d".formatted(COUNT.incrementAndGet());
  }
}
