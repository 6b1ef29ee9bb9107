package dev.interlock.audit.mutants;

import static dev.interlock.audit.mutants.Names.ALLOWED;
import static dev.interlock.audit.mutants.Names.ANSWERED_IN_THE_END;
import static dev.interlock.audit.mutants.Names.AS_ANSWERED;
import static dev.interlock.audit.mutants.Names.AS_ASKED;
import static dev.interlock.audit.mutants.Names.CHANGE_ANSWER;
import static dev.interlock.audit.mutants.Names.FRESH_READ;
import static dev.interlock.audit.mutants.Names.KEY_HAS_JOURNAL;
import static dev.interlock.audit.mutants.Names.NO_DEFECT;
import static dev.interlock.audit.mutants.Names.READ_OF_ITS_VERSION;
import static dev.interlock.audit.mutants.Names.RIGHT_REFUSAL;
import static dev.interlock.audit.mutants.Names.WALLS;

import java.util.List;

/// Mutants that are wrong about permissions.
final class ChangeMutants {

  private static final String JOURNALED = "FROM moved m CROSS JOIN decided d";
  private static final String OWNERS_COUNTED = "owner_count = r.owner_count + t.owners_added";
  private static final String EXPIRY_REPLACED = ", expires_at = excluded.expires_at";
  private static final String GAP = "permission versions run from 1 without a gap";
  private static final String JOURNAL_ENDS =
      "every resource has the version of its last permission change";
  private static final String ROLE_FOLLOWS = "every role change starts from the previous role";
  private static final String AS_LAST_CHANGED = "every permission matches its last change";
  private static final String COUNT = "the owner count of every resource is correct";
  private static final String AN_OWNER = "every resource has an owner";
  private static final String ALWAYS_AN_OWNER = "no resource was ever without an owner";

  /// The version in no condition.
  private static final Rewritten NO_VERSION =
      Rewritten.with("WHEN f.acl_version <> f.expected_version THEN 'version-mismatch'", "")
          .and(" AND r.acl_version = t.expected_version", "")
          .runAtReadCommitted();

  static final List<Mutant> ALL =
      List.of(
          Mutant.of(
              "two changes pass one If-Match",
              NO_VERSION,
              Scenario.CHANGE_TWO_FROM_ONE_VERSION,
              ROLE_FOLLOWS,
              CHANGE_ANSWER,
              AS_ANSWERED,
              AS_ASKED),
          Mutant.of(
              "both last owners leave at once",
              NO_VERSION.and(
                  OWNERS_COUNTED,
                  "owner_count = (SELECT f.owner_count FROM found f) + t.owners_added"),
              Scenario.CHANGE_BOTH_OWNERS_LEAVE_AT_ONCE,
              COUNT,
              AN_OWNER,
              CHANGE_ANSWER,
              AS_ANSWERED,
              AS_ASKED),
          Mutant.of(
              "an owner who leaves is still counted",
              Rewritten.with("CASE WHEN a.previous_role = 'owner' THEN 1 ELSE 0 END", "0"),
              Scenario.CHANGE_BOTH_OWNERS_LEAVE,
              COUNT,
              AN_OWNER),
          Mutant.of(
              "a change of nothing is not journaled",
              Rewritten.with(JOURNALED, JOURNALED + " WHERE d.previous_role <> d.role"),
              Scenario.CHANGE_SAME_ROLE_AGAIN,
              GAP,
              JOURNAL_ENDS,
              KEY_HAS_JOURNAL,
              AS_ANSWERED),
          Mutant.of(
              "a new grant keeps the expiry of the old one",
              Rewritten.with(EXPIRY_REPLACED, ""),
              Scenario.CHANGE_MADE_ENDLESS,
              AS_LAST_CHANGED),
          Mutant.of(
              "a new owner keeps the expiry of the old grant",
              Rewritten.with(EXPIRY_REPLACED, "")
                  .without("permission", "permission_owner_never_expires"),
              Scenario.CHANGE_OPERATOR_UNTIL_LATER_MADE_OWNER,
              WALLS,
              AS_LAST_CHANGED,
              "no owner's grant expires"),
          Mutant.of(
              "the journal has a word of its own for no role",
              Rewritten.with(
                  "d.principal, d.previous_role, d.role,",
                  "d.principal, d.previous_role,"
                      + " CASE d.role WHEN 'none' THEN 'revoked' ELSE d.role END,"),
              Scenario.CHANGE_GIVEN_AND_TAKEN,
              "every role in the permission journal is owner, operator, viewer or none",
              AS_LAST_CHANGED,
              AS_ASKED,
              AS_ANSWERED),
          Mutant.of(
              "a grant may be past already",
              Rewritten.with("WHEN f.expires_at <= f.decided_at THEN 'expiry-past'", ""),
              Scenario.CHANGE_PAST_ALREADY,
              "no grant had expired when it was made"),
          Mutant.of(
              "permissions change at the time of a transaction begun early",
              new BegunEarly(),
              Scenario.CHANGE_OVERTAKEN,
              "a resource's permission versions are in time order"),
          Mutant.of(
              "the id is made of the key alone",
              Rewritten.with("gen_random_uuid() AS id", "md5(c.idempotency_key)::uuid AS id"),
              Scenario.CHANGE_TWO_CALLERS_HAVE_ONE_KEY,
              "no two permission changes share an id"),
          Mutant.of(
              "the journal of permissions forgets the caller",
              Rewritten.with(
                  "SELECT m.id, m.acl_version, d.id, d.caller,",
                  "SELECT m.id, m.acl_version, d.id, NULL,"),
              Scenario.CHANGE_ONCE,
              "every permission change has caller and key, or neither",
              KEY_HAS_JOURNAL,
              AS_ANSWERED),
          Mutant.of(
              "an operator may grant",
              Rewritten.with("live.caller_role <> 'owner' AND NOT", "false AND NOT"),
              Scenario.CHANGE_OF_AN_OPERATOR,
              "only owners changed permissions; others only gave up their own",
              ALLOWED),
          Mutant.of(
              "a grant is made where there is no resource",
              Rewritten.with("f.acl_version IS NULL OR live.caller_role = 'none'", "false")
                  .and("live.caller_role <> 'owner' AND NOT", "false AND NOT")
                  .and("SELECT m.id, a.principal", "SELECT a.resource_id AS id, a.principal")
                  .and("FROM moved m CROSS JOIN accepted a", "FROM accepted a"),
              Scenario.CHANGE_OF_NO_RESOURCE,
              "every permission and every permission change belongs to a resource",
              KEY_HAS_JOURNAL,
              ANSWERED_IN_THE_END,
              NO_DEFECT),
          Mutant.of(
              "new owners are not counted",
              Rewritten.with(OWNERS_COUNTED, "owner_count = r.owner_count"),
              Scenario.CHANGE_TWO_CALLERS_HAVE_ONE_KEY,
              COUNT,
              ALWAYS_AN_OWNER),
          Mutant.of(
              "a mismatch names a version that is none",
              Rewritten.with(
                  "WHEN 'version-mismatch' THEN jsonb_build_object('aclVersion', d.acl_version)",
                  "WHEN 'version-mismatch' THEN jsonb_build_object('aclVersion', d.acl_version +"
                      + " 1)"),
              Scenario.CHANGE_FROM_AN_OLD_VERSION,
              RIGHT_REFUSAL),
          Mutant.of(
              "permissions are read from an old snapshot",
              new OldSnapshot(),
              Scenario.CHANGE_READ_AFTER_A_WRITE,
              FRESH_READ),
          Mutant.of(
              "ended grants are listed",
              Rewritten.with("AND page.role <> 'none' AND", "AND"),
              Scenario.CHANGE_READ_AFTER_A_GRANT_HAS_ENDED,
              READ_OF_ITS_VERSION));

  private ChangeMutants() {}
}
