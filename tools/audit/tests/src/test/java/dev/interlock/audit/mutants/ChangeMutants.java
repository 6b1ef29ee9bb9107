package dev.interlock.audit.mutants;

import static dev.interlock.audit.mutants.InvariantNames.ALLOWED;
import static dev.interlock.audit.mutants.InvariantNames.ANSWERED_IN_THE_END;
import static dev.interlock.audit.mutants.InvariantNames.AS_ANSWERED;
import static dev.interlock.audit.mutants.InvariantNames.AS_ASKED;
import static dev.interlock.audit.mutants.InvariantNames.CHANGE_ANSWER;
import static dev.interlock.audit.mutants.InvariantNames.FINGERPRINT;
import static dev.interlock.audit.mutants.InvariantNames.FRESH_READ;
import static dev.interlock.audit.mutants.InvariantNames.KEY_HAS_JOURNAL;
import static dev.interlock.audit.mutants.InvariantNames.NO_DEFECT;
import static dev.interlock.audit.mutants.InvariantNames.READ_OF_ITS_VERSION;
import static dev.interlock.audit.mutants.InvariantNames.RIGHT_REFUSAL;
import static dev.interlock.audit.mutants.InvariantNames.WALLS;

import java.util.List;

/// Mutants of permission changes.
final class ChangeMutants {

  private static final String JOURNALED = "FROM moved m CROSS JOIN decided d";
  private static final String OWNERS_COUNTED = "owner_count = r.owner_count + t.owners_added";
  private static final String EXPIRY_REPLACED = ", expires_at = excluded.expires_at";
  private static final String GAP = "permission versions run from 0 without a gap";
  private static final String JOURNAL_ENDS =
      "every resource has the version of its last permission change";
  private static final String ROLE_FOLLOWS = "every role change starts from the previous role";
  private static final String AS_LAST_CHANGED = "every permission is what its journal adds up to";
  private static final String COUNT = "the owner count of every resource is correct";
  private static final String AN_OWNER = "every resource has an owner";
  private static final String ALWAYS_AN_OWNER = "no resource was ever without an owner";

  /// Without any condition on the version.
  private static final RewrittenSql NO_VERSION =
      RewrittenSql.with("WHEN f.acl_version <> f.expected_version THEN 'version-mismatch'", "")
          .and(" AND r.acl_version = t.expected_version", "")
          .runAtReadCommitted();

  static final List<Mutant> ALL =
      List.of(
          Mutant.of(
              "two changes pass one If-Match",
              NO_VERSION,
              MutantScenario.CHANGE_TWO_FROM_ONE_VERSION,
              FINGERPRINT,
              ROLE_FOLLOWS,
              CHANGE_ANSWER,
              AS_ANSWERED,
              AS_ASKED),
          Mutant.of(
              "both last owners leave at once",
              NO_VERSION.and(
                  OWNERS_COUNTED,
                  "owner_count = (SELECT f.owner_count FROM found f) + t.owners_added"),
              MutantScenario.CHANGE_BOTH_OWNERS_LEAVE_AT_ONCE,
              FINGERPRINT,
              COUNT,
              AN_OWNER,
              ALWAYS_AN_OWNER,
              CHANGE_ANSWER,
              AS_ANSWERED,
              AS_ASKED),
          Mutant.of(
              "an owner who leaves is still counted",
              RewrittenSql.with("CASE WHEN a.previous_role = 'owner' THEN 1 ELSE 0 END", "0"),
              MutantScenario.CHANGE_BOTH_OWNERS_LEAVE,
              COUNT,
              AN_OWNER,
              ALWAYS_AN_OWNER),
          Mutant.of(
              "a change to the same role is not journaled",
              RewrittenSql.with(JOURNALED, JOURNALED + " WHERE d.previous_role <> d.role"),
              MutantScenario.CHANGE_SAME_ROLE_AGAIN,
              GAP,
              JOURNAL_ENDS,
              KEY_HAS_JOURNAL,
              AS_ANSWERED),
          Mutant.of(
              "a new grant keeps the expiry of the old one",
              RewrittenSql.with(EXPIRY_REPLACED, ""),
              MutantScenario.CHANGE_MADE_ENDLESS,
              AS_LAST_CHANGED),
          Mutant.of(
              "a new owner keeps the expiry of the old grant",
              RewrittenSql.with(EXPIRY_REPLACED, "")
                  .without("permission", "permission_owner_never_expires"),
              MutantScenario.CHANGE_OPERATOR_UNTIL_LATER_MADE_OWNER,
              WALLS,
              AS_LAST_CHANGED,
              "no owner's grant expires"),
          Mutant.of(
              "the journal says 'revoked' instead of 'none'",
              RewrittenSql.with(
                  "d.principal, d.previous_role, d.role,",
                  "d.principal, d.previous_role,"
                      + " CASE d.role WHEN 'none' THEN 'revoked' ELSE d.role END,"),
              MutantScenario.CHANGE_GIVEN_AND_TAKEN,
              FINGERPRINT,
              "every role in the permission journal is owner, operator, viewer or none",
              AS_LAST_CHANGED,
              AS_ASKED,
              AS_ANSWERED),
          Mutant.of(
              "a grant may have expired already",
              RewrittenSql.with("WHEN f.expires_at <= f.decided_at THEN 'expiry-past'", ""),
              MutantScenario.CHANGE_PAST_ALREADY,
              "no grant had expired when it was made"),
          Mutant.of(
              "a change has the time of a transaction begun earlier",
              new EarlyTransaction(),
              MutantScenario.CHANGE_OVERTAKEN,
              "a resource's permission versions are in time order"),
          Mutant.of(
              "the id is derived from the key alone",
              RewrittenSql.with("gen_random_uuid() AS id", "md5(c.idempotency_key)::uuid AS id"),
              MutantScenario.CHANGE_TWO_CALLERS_HAVE_ONE_KEY,
              "no two permission changes share an id"),
          Mutant.of(
              "the permission journal omits the caller",
              RewrittenSql.with(
                  "SELECT m.id, m.acl_version, d.id, d.caller,",
                  "SELECT m.id, m.acl_version, d.id, NULL,"),
              MutantScenario.CHANGE_ONCE,
              "every journal entry has caller and key, unless it predates journaled openings",
              KEY_HAS_JOURNAL,
              AS_ANSWERED),
          Mutant.of(
              "an operator may grant",
              RewrittenSql.with("live.caller_role <> 'owner' AND NOT", "false AND NOT"),
              MutantScenario.CHANGE_OF_AN_OPERATOR,
              "only owners changed permissions; others only gave up their own",
              ALLOWED),
          Mutant.of(
              "a grant is made on a missing resource",
              RewrittenSql.with("f.acl_version IS NULL OR live.caller_role = 'none'", "false")
                  .and("live.caller_role <> 'owner' AND NOT", "false AND NOT")
                  .and("SELECT m.id, a.principal", "SELECT a.resource_id AS id, a.principal")
                  .and("FROM moved m CROSS JOIN accepted a", "FROM accepted a"),
              MutantScenario.CHANGE_OF_NO_RESOURCE,
              "every permission and every permission change belongs to a resource",
              AS_LAST_CHANGED,
              KEY_HAS_JOURNAL,
              ANSWERED_IN_THE_END,
              NO_DEFECT),
          Mutant.of(
              "new owners are not counted",
              RewrittenSql.with(OWNERS_COUNTED, "owner_count = r.owner_count"),
              MutantScenario.CHANGE_TWO_CALLERS_HAVE_ONE_KEY,
              COUNT),
          Mutant.of(
              "a mismatch reports a version that never existed",
              RewrittenSql.with(
                  "WHEN 'version-mismatch' THEN jsonb_build_object('aclVersion', d.acl_version)",
                  "WHEN 'version-mismatch' THEN jsonb_build_object('aclVersion', d.acl_version +"
                      + " 1)"),
              MutantScenario.CHANGE_FROM_AN_OLD_VERSION,
              RIGHT_REFUSAL),
          Mutant.of(
              "one of two owners counts as the last one",
              RewrittenSql.with("AND f.owner_count = 1", ""),
              MutantScenario.CHANGE_AN_OWNER_LEAVES_AND_ANOTHER_STAYS,
              RIGHT_REFUSAL),
          Mutant.of(
              "the last owner cannot be made owner again",
              RewrittenSql.with("AND f.role <> 'owner' AND", "AND"),
              MutantScenario.CHANGE_AN_OWNER_LEAVES_AND_ANOTHER_STAYS,
              RIGHT_REFUSAL),
          Mutant.of(
              "a principal who is no owner counts as the last owner",
              RewrittenSql.with("WHEN live.previous_role = 'owner' AND", "WHEN"),
              MutantScenario.CHANGE_ONCE,
              RIGHT_REFUSAL),
          Mutant.of(
              "an expiry is refused before the version is compared",
              RewrittenSql.with("WHEN f.acl_version <> f.expected_version THEN", "WHEN false THEN"),
              MutantScenario.CHANGE_PAST_ALREADY_FROM_AN_OLD_VERSION,
              RIGHT_REFUSAL),
          Mutant.of(
              "permissions are read from a stale snapshot",
              new StaleSnapshot(),
              MutantScenario.CHANGE_READ_AFTER_A_WRITE,
              FRESH_READ),
          Mutant.of(
              "ended grants are listed",
              RewrittenSql.with("AND page.role <> 'none' AND", "AND"),
              MutantScenario.CHANGE_READ_AFTER_A_GRANT_HAS_ENDED,
              READ_OF_ITS_VERSION));

  private ChangeMutants() {}
}
