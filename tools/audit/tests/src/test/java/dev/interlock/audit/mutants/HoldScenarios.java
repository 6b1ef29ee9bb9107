package dev.interlock.audit.mutants;

import static dev.interlock.audit.mutants.CallerRequest.ALICE_CLOSED;
import static dev.interlock.audit.mutants.CallerRequest.ALICE_EUR;
import static dev.interlock.audit.mutants.CallerRequest.BOB_EUR;
import static dev.interlock.audit.mutants.CallerRequest.hold;
import static dev.interlock.audit.mutants.CallerRequest.reservation;
import static dev.interlock.audit.mutants.CallerRequest.settlement;
import static dev.interlock.audit.mutants.CallerRequest.taking;

import dev.interlock.json.Json;
import dev.interlock.json.MalformedJsonException;
import java.time.Instant;

/// Scenarios of holds and reservations. Alice has 1,000.00 EUR and the shop, with 5 of CUP-1.
final class HoldScenarios {

  private static final Instant LATER = Instant.parse("2999-01-01T00:00:00Z");
  private static final int SOON_MILLIS = 300;

  private HoldScenarios() {}

  static void settledInPart(ScenarioRun run) {
    run.send(settlement("bob", "settle", placed(run, "place", 100, LATER), 60));
  }

  static void settledTwice(ScenarioRun run) {
    String hold = placed(run, "place", 100, LATER);
    run.send(settlement("bob", "settle", hold, 60));
    run.send(settlement("bob", "again", hold, 60));
  }

  static void settledAfterItsExpiry(ScenarioRun run) {
    String hold = placed(run, "place", 100, soon());
    awaitExpiry(run);
    run.send(settlement("bob", "late", hold, 60));
  }

  /// A hold of a closed account.
  static void forAClosedAccount(ScenarioRun run) {
    run.send(hold("alice", "place", ALICE_EUR, ALICE_CLOSED, 100, LATER));
  }

  /// The third placement finds one that has expired, and one that has not.
  static void placedWhenOneHasExpired(ScenarioRun run) {
    placed(run, "expired", 100, soon());
    placed(run, "live", 200, LATER);
    awaitExpiry(run);
    placed(run, "place", 300, LATER);
  }

  /// Only with what was held until then is there enough.
  static void allPlacedAgain(ScenarioRun run) {
    placed(run, "expired", 90_000, soon());
    awaitExpiry(run);
    run.send(hold("alice", "place", ALICE_EUR, BOB_EUR, 100_000, LATER));
  }

  static void moreThanIsAvailable(ScenarioRun run) {
    placed(run, "place", 90_000, LATER);
    run.send(hold("alice", "too-much", ALICE_EUR, BOB_EUR, 10_001, LATER));
  }

  static void reservationTakenInPart(ScenarioRun run) {
    String reservation = reserved(run, "reserve", 2, LATER);
    run.send(taking("alice", "take", reservation, "CUP-1", 1));
  }

  static void reservationTakenTwice(ScenarioRun run) {
    String reservation = reserved(run, "reserve", 2, LATER);
    run.send(taking("alice", "take", reservation, "CUP-1", 1));
    run.send(taking("alice", "again", reservation, "CUP-1", 1));
  }

  static void reservationTakenAfterItsExpiry(ScenarioRun run) {
    String reservation = reserved(run, "reserve", 2, soon());
    awaitExpiry(run);
    run.send(taking("alice", "late", reservation, "CUP-1", 1));
  }

  /// The third reservation finds one that has expired, and one that has not.
  static void reservedWhenOneHasExpired(ScenarioRun run) {
    reserved(run, "expired", 1, soon());
    reserved(run, "live", 1, LATER);
    awaitExpiry(run);
    reserved(run, "reserve", 1, LATER);
  }

  private static String placed(ScenarioRun run, String key, long amount, Instant expiresAt) {
    return id(run, hold("alice", key, ALICE_EUR, BOB_EUR, amount, expiresAt));
  }

  /// That many cups, and one more bag of tea.
  private static String reserved(ScenarioRun run, String key, long cups, Instant expiresAt) {
    return id(run, reservation("alice", key, cups, expiresAt));
  }

  private static String id(ScenarioRun run, CallerRequest placement) {
    try {
      return Json.object(run.send(placement).orElseThrow().bodyText()).text("id");
    } catch (MalformedJsonException e) {
      throw new AssertionError(e);
    }
  }

  private static Instant soon() {
    return Instant.now().plusMillis(SOON_MILLIS);
  }

  /// By the database's clock.
  private static void awaitExpiry(ScenarioRun run) {
    run.backOffice("SELECT pg_sleep(%d / 1000.0 + 0.005)".formatted(SOON_MILLIS));
  }
}
