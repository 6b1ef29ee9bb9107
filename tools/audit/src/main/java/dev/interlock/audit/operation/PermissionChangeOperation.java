package dev.interlock.audit.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Changes a principal's role on a resource.
final class PermissionChangeOperation extends WriteOperation {

  // `need` is the least role that it takes: 3 owner, or any role at all to give up one's own.
  private static final String EFFECTS =
      """
      INSERT INTO effect
      SELECT 'permission-change', p.caller, p.idempotency_key, p.id, p.resource_id,
        CASE WHEN p.principal = p.caller AND p.role = 'none' THEN 1 ELSE 3 END, p.created_at,
        jsonb_strip_nulls(jsonb_build_object('resource', p.resource_id, 'principal', p.principal,
          'role', p.role, 'aclVersion', p.acl_version - 1,
          'expiresAt',
          to_char(p.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))),
        jsonb_strip_nulls(jsonb_build_object('id', p.id, 'resource', p.resource_id,
          'principal', p.principal, 'role', p.role, 'previousRole', p.previous_role,
          'expiresAt',
          to_char(p.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
          'aclVersion', p.acl_version,
          'createdAt',
          to_char(p.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))),
        '"' || p.acl_version || '"'
      FROM permission_history p
      JOIN sent_key k ON k.operation = 'permission-change'
        AND k.caller = p.caller AND k.idempotency_key = p.idempotency_key
      """;

  // The version that a mismatch reports must have been there, and be another than was expected.
  // What is refused for a later reason was expected at the version that was there. A version is its
  // own value.
  private static final String CLAIMS =
      """
      INSERT INTO claim
      SELECT x.line, 'permissions', (x.asked ->> 'resource')::uuid, '',
        v.version,
        CASE WHEN v.version = (x.asked ->> 'aclVersion')::bigint THEN -1 ELSE v.version END,
        k.first_sent, i.created_at
      FROM exchange x
      JOIN sent_key k USING (operation, caller, idempotency_key)
      JOIN idempotency_history i USING (operation, caller, idempotency_key)
      CROSS JOIN LATERAL (
        SELECT CASE WHEN x.detail ->> 'aclVersion' ~ '^[0-9]{1,18}$'
          THEN (x.detail ->> 'aclVersion')::bigint ELSE -1 END AS version
      ) v
      WHERE x.refusal = 'version-mismatch' AND x.operation = 'permission-change'
        AND x.asked IS NOT NULL
      UNION ALL
      SELECT x.line, 'permissions', (x.asked ->> 'resource')::uuid, '',
        (x.asked ->> 'aclVersion')::bigint, (x.asked ->> 'aclVersion')::bigint,
        k.first_sent, i.created_at
      FROM exchange x
      JOIN sent_key k USING (operation, caller, idempotency_key)
      JOIN idempotency_history i USING (operation, caller, idempotency_key)
      WHERE x.refusal IN ('expiry-past', 'last-owner') AND x.operation = 'permission-change'
        AND x.asked IS NOT NULL
      """;

  private static final Pattern VERSION_TAG = Pattern.compile("\"(0|[1-9][0-9]{0,18})\"");

  PermissionChangeOperation() {
    super("permission-change", "PermissionChangeFunction", "/permission-changes");
  }

  @Override
  public Journal journal() {
    return new Journal(
        "permission_entry",
        "permission_history",
        """
        'permissions' AS kind, id, resource_id, '' AS sku, acl_version AS version,
          true AS leads\
        """,
        "acl_version > 0 AND caller IS NOT NULL");
  }

  /// `If-Match` is part of the command: the version that the change was made from.
  @Override
  public String commands() {
    return """
    SELECT caller, idempotency_key,
      ARRAY[resource_id::text, principal, role,
        coalesce(
          to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), ''),
        (acl_version - 1)::text] AS command
    FROM permission_history
    WHERE acl_version > 0
    """;
  }

  @Override
  public List<RefusalAnswer> refusals() {
    return List.of(
        new RefusalAnswer("resource-not-found", 404, "not-found /resource"),
        new RefusalAnswer("role-insufficient", 403, "role-insufficient"),
        new RefusalAnswer(
            "version-mismatch", 412, "version-mismatch", "[{]\"aclVersion\": [0-9]+}"),
        new RefusalAnswer("expiry-past", 409, "expiry-past"),
        new RefusalAnswer("last-owner", 409, "last-owner"));
  }

  @Override
  public JsonNode requestedEffect(JsonNode body, Optional<String> ifMatch) {
    ObjectNode effect = JsonNodeFactory.instance.objectNode();
    effect.put("resource", RequestMembers.id(body.path("resource")));
    effect.put("principal", RequestMembers.text(body.path("principal")));
    effect.put("role", RequestMembers.text(body.path("role")));
    if (body.has("expiresAt")) {
      effect.put("expiresAt", RequestMembers.time(body.path("expiresAt")));
    }
    Matcher version = VERSION_TAG.matcher(ifMatch.orElse(""));
    if (!version.matches()) {
      throw new IllegalArgumentException("not one entity tag of a version");
    }
    effect.put("aclVersion", Long.parseLong(version.group(1)));
    return effect;
  }

  @Override
  public List<String> fillStatements() {
    return List.of(EFFECTS, CLAIMS);
  }
}
