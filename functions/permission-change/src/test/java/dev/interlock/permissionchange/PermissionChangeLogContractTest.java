package dev.interlock.permissionchange;

import static dev.interlock.permissionchange.Changes.ABSENT;
import static dev.interlock.permissionchange.Changes.SHOP;

import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.contracts.LogLines;
import java.util.List;

class PermissionChangeLogContractTest extends LogLines {

  private static final String PRINCIPAL = "principal-" + SECRET;

  PermissionChangeLogContractTest() {
    super(new PermissionChangeUnderTest(), "permission-change", List.of("alice", SHOP, ABSENT));
  }

  @Override
  protected Event accepted(String key) {
    return Changes.event("alice", key, SHOP, PRINCIPAL, "viewer", 0);
  }

  @Override
  protected Event another(String key) {
    return Changes.event("alice", key, SHOP, PRINCIPAL, "operator", 0);
  }

  @Override
  protected List<Sent> refused() {
    return List.of(
        Sent.of(
            Changes.event("alice", "version", SHOP, PRINCIPAL, "viewer", 7),
            412,
            "version-mismatch"),
        Sent.of(
            Changes.event("alice", "not-found", ABSENT, PRINCIPAL, "viewer", 0),
            404,
            "resource-not-found"));
  }
}
