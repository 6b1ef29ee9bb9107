package dev.interlock.testkit.contracts;

/// The grants of a caller, as SQL for the owner of the tables.
final class CallerGrants {

  private CallerGrants() {}

  /// Locks them, as a change of a grant does.
  static String lock(String caller) {
    return "SELECT 1 FROM permission WHERE principal = '" + caller + "' FOR UPDATE";
  }

  /// Revokes them. Like every change of a grant, this writes the row of the resource. Another owner
  /// takes the caller's place, because each resource needs one.
  static String revoke(String caller) {
    return """
    UPDATE resource SET owner_count = owner_count
     WHERE id IN (SELECT resource_id FROM permission WHERE principal = '%1$s');
    INSERT INTO permission (resource_id, principal, role)
    SELECT resource_id, 'successor', 'owner'
      FROM permission WHERE principal = '%1$s' AND role = 'owner';
    UPDATE permission SET role = 'none' WHERE principal = '%1$s'
    """
        .formatted(caller);
  }

  /// Makes them expire. An owner becomes an operator, because a grant of an owner never expires.
  static String expire(String caller) {
    return """
    INSERT INTO permission (resource_id, principal, role)
    SELECT resource_id, 'successor', 'owner'
      FROM permission WHERE principal = '%1$s' AND role = 'owner';
    UPDATE permission
       SET role = CASE role WHEN 'owner' THEN 'operator' ELSE role END,
           expires_at = clock_timestamp() - interval '1 millisecond'
     WHERE principal = '%1$s'
    """
        .formatted(caller);
  }
}
