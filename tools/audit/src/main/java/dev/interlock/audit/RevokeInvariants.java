package dev.interlock.audit;

import java.util.List;

/// What principals did after their revoke was answered. They read the tables of [HistoryTables].
final class RevokeInvariants {

  static final List<Invariant> ALL =
      List.of(
          // By the server's commit times if it records them, else by the callers' clock alone: then
          // a call that was running when the revoke was answered may be ordered before it.
          new Invariant(
              "revoke-effective",
              "nothing a principal sent commits after the answer to the revoke",
              "SELECT count(*) FROM effect",
              """
              WITH concerned AS MATERIALIZED (
                SELECT e.operation, e.caller, e.idempotency_key, e.id, e.resource_id, e.need
                FROM effect e
                JOIN (SELECT DISTINCT resource_id, principal, need FROM revoked) r
                  ON r.resource_id = e.resource_id AND r.principal = e.caller AND r.need = e.need
              )
              SELECT e.operation, e.caller, e.idempotency_key, e.id, e.resource_id, t.at,
                r.revoked_at, r.granted_at
              FROM concerned e
              CROSS JOIN clock c
              JOIN commit_time t USING (operation, caller, idempotency_key)
              CROSS JOIN LATERAL (
                SELECT * FROM revoked r
                WHERE r.resource_id = e.resource_id AND r.principal = e.caller
                  AND r.need = e.need AND r.revoked_at < t.at - c.tolerance
                ORDER BY r.revoked_at DESC
                LIMIT 1
              ) r
              WHERE r.granted_at IS NULL OR t.at < r.granted_at - c.tolerance
              UNION
              SELECT e.operation, e.caller, e.idempotency_key, e.id, e.resource_id, k.accepted_at,
                r.revoked_at, r.granted_at
              FROM concerned e
              JOIN sent_key k USING (operation, caller, idempotency_key)
              CROSS JOIN LATERAL (
                SELECT * FROM revoked r
                WHERE r.resource_id = e.resource_id AND r.principal = e.caller
                  AND r.need = e.need AND r.revoked_at < k.first_sent
                ORDER BY r.revoked_at DESC
                LIMIT 1
              ) r
              WHERE r.granted_at IS NULL OR k.accepted_at < r.grant_sent
              ORDER BY operation, caller, idempotency_key
              """));

  private RevokeInvariants() {}
}
