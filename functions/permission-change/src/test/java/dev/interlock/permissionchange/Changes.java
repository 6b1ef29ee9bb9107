package dev.interlock.permissionchange;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.servers.TestDatabase;

/// The demo data's resources, and permission changes as a caller would send them.
final class Changes {

  static final String SHOP = "b0000000-0000-4000-8000-000000000001";
  static final String ALICES = "a0000000-0000-4000-8000-000000000001";
  static final String SHARED = "a0000000-0000-4000-8000-000000000006";
  static final String ABSENT = "b0000000-0000-4000-8000-0000000000ff";

  private Changes() {}

  static Event event(
      String caller, String key, String resource, String principal, String role, long version) {
    return Event.post("/permission-changes")
        .caller(caller)
        .key(key)
        .header("if-match", "\"" + version + "\"")
        .body(
            "{\"resource\": \"%s\", \"principal\": \"%s\", \"role\": \"%s\"}"
                .formatted(resource, principal, role));
  }

  /// A change with a time at which the grant ends.
  static Event until(
      String expiresAt, String caller, String key, String principal, String role, long version) {
    return event(caller, key, SHOP, principal, role, version)
        .body(
            """
            {"resource": "%s", "principal": "%s", "role": "%s", "expiresAt": "%s"}\
            """
                .formatted(SHOP, principal, role, expiresAt));
  }

  /// A caller's request for the list of grants.
  static Event read(String caller, String resource) {
    return Event.get("/resources/{id}/permissions").caller(caller).path("id", resource);
  }

  static Answer send(PermissionChangeHandler handler, Event event) {
    return Answer.of(handler, event.json());
  }

  static long version(TestDatabase database, String resource) {
    return database.number("SELECT acl_version FROM resource WHERE id = '" + resource + "'");
  }

  static long owners(TestDatabase database, String resource) {
    return database.number(
        "SELECT count(*) FROM permission WHERE role = 'owner' AND resource_id = '"
            + resource
            + "'");
  }

  /// Grants a role without a journal row, as the back office does for the first owners.
  ///
  /// @param expiresAt an SQL expression
  static void grant(
      TestDatabase database, String resource, String principal, String role, String expiresAt) {
    database.run(
        """
        INSERT INTO permission (resource_id, principal, role, expires_at)
        VALUES ('%1$s', '%2$s', '%3$s', %4$s)
        ON CONFLICT (resource_id, principal)
        DO UPDATE SET role = EXCLUDED.role, expires_at = EXCLUDED.expires_at;
        UPDATE resource SET owner_count = greatest(1, (
                 SELECT count(*) FROM permission WHERE resource_id = '%1$s' AND role = 'owner'))
         WHERE id = '%1$s'
        """
            .formatted(resource, principal, role, expiresAt));
  }

  /// The role of a principal, as text; `none` if it never had one.
  static String role(TestDatabase database, String resource, String principal) {
    return database.text(
        """
        SELECT coalesce((SELECT role FROM permission
                          WHERE resource_id = '%s' AND principal = '%s'), 'none')
        """
            .formatted(resource, principal));
  }
}
