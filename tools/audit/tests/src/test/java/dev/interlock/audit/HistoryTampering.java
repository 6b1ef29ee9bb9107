package dev.interlock.audit;

import dev.interlock.audit.history.Exchange;
import dev.interlock.audit.history.Exchange.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// A change to [ValidHistory#SMALL] or to its [ValidExchanges] that breaks one invariant of a
/// history, and the others that it inevitably breaks.
///
/// @param sql changes the journals
/// @param edit changes the exchanges
record HistoryTampering(
    String invariant, String sql, UnaryOperator<List<Exchange>> edit, Set<String> brokenAsWell) {

  private static final String SAME_ANSWER = "all answers to a key are byte-for-byte identical";
  private static final String NEW_ONCE = "no key was answered twice without the replay header";
  static final String AS_ANSWERED =
      "every accepted answer that a caller received matches the journals";
  private static final String KEPT = "every refusal that a caller received is stored under its key";
  static final String AS_ASKED = "every effect is what the caller requested";
  static final String IN_THE_END = "every key was finally answered";
  static final String DENIED = "no call that reported \"nothing written\" wrote anything";
  private static final String NO_DEFECT = "no answer reports a defect";
  static final String RIGHT_REFUSAL =
      "every refusal was justified at some moment while its call ran";
  static final String RIGHT_READ = "every read returned what the journal has at its version";
  static final String FRESH_READ =
      "no read is missing a change that was answered before the read was sent";
  private static final String REVOKED =
      "nothing a principal sent commits after the answer to the revoke";

  private static final long YEAR = Duration.ofDays(365).toMillis();

  @Override
  public String toString() {
    return invariant;
  }

  static HistoryTampering rows(String invariant, String sql, String... brokenAsWell) {
    return new HistoryTampering(invariant, sql, each -> each, Set.of(brokenAsWell));
  }

  static HistoryTampering lines(
      String invariant,
      Predicate<Exchange> which,
      UnaryOperator<Exchange> edit,
      String... brokenAsWell) {
    return new HistoryTampering(invariant, "SELECT 1", each(which, edit), Set.of(brokenAsWell));
  }

  static final List<HistoryTampering> OF_ANSWERS =
      List.of(
          lines(SAME_ANSWER, late("transfer", "key-3"), body("\"currency\":", "\"currency\": ")),
          lines(NEW_ONCE, late("transfer", "key-3"), answered(a -> replayed(a, false))),
          lines(AS_ANSWERED, key("transfer", "key-0"), body("\"amount\":", "\"amount\":1")),
          lines(AS_ANSWERED, key("stock-decrement", "key-5"), body("\"onHand\":9", "\"onHand\":8")),
          lines(AS_ANSWERED, key("permission-change", "key-0"), body("\"role\":", "\"rule\":")),
          lines(
              AS_ANSWERED,
              key("permission-change", "key-0"),
              answered(a ->
                  new Answer(a.at(), a.status(), a.replayed(), Optional.of("\"99\""), a.body()))),
          lines(
              KEPT,
              key("transfer", "refused-key-36"),
              body("insufficient-funds", "balance-limit"),
              RIGHT_REFUSAL),
          lines(KEPT, key("permission-change", "refused-key-10"), status(409)),
          rows(
              KEPT,
              """
              DELETE FROM idempotency
              WHERE operation = 'transfer' AND idempotency_key = 'refused-key-36'
              """),
          rows(
              KEPT,
              """
              UPDATE idempotency SET detail = '{"aclVersion": 1000}'
              WHERE operation = 'permission-change' AND idempotency_key = 'refused-key-10'
              """),
          lines(AS_ASKED, key("transfer", "key-0"), request("\"amount\":", "\"amount\":1")),
          lines(
              AS_ASKED,
              key("stock-decrement", "key-5"),
              request("\"quantity\":1}", "\"quantity\":2}")),
          lines(AS_ASKED, key("permission-change", "key-0"), e -> withIfMatch(e, "\"77\"")),
          lines(IN_THE_END, key("transfer", "key-0"), HistoryTampering::lost),
          lines(
              IN_THE_END,
              key("transfer", "refused-key-36"),
              status(503).andThen(body("insufficient-funds", "outcome-unknown"))::apply),
          lines(
              DENIED,
              key("transfer", "key-2"),
              e ->
                  e.answer().orElseThrow().status() == 503
                      ? shifted(e, 250, 300)
                      : shifted(e, 200, 200)),
          lines(DENIED, key("transfer", "key-2"), e -> deniedByTheApi(e, 429)),
          lines(DENIED, key("transfer", "key-2"), e -> deniedByTheApi(e, 404)),
          // A lost answer that arrived after all; and a read.
          lines(NO_DEFECT, key("transfer", "key-1"), e -> e.answer().isEmpty() ? defect(e) : e),
          lines(NO_DEFECT, of("account"), HistoryTampering::defect));

  private static final String NOT_FOUND = "urn:interlock:not-found\",\"pointer\":\"/location\"";

  static final List<HistoryTampering> OF_REFUSALS =
      List.of(
          lines(RIGHT_REFUSAL, key("transfer", "refused-key-36"), request("5000000000000", "1")),
          lines(
              RIGHT_REFUSAL,
              key("stock-decrement", "refused-key-10"),
              request("\"quantity\":", "\"quantity\":-")),
          lines(
              RIGHT_REFUSAL,
              key("stock-decrement", "refused-key-10"),
              body("\"requested\":", "\"requested\":1")),
          lines(
              RIGHT_REFUSAL,
              key("permission-change", "refused-key-10"),
              body("\"aclVersion\":", "\"aclVersion\":100"),
              KEPT),
          // A viewer is answered that the resource does not exist.
          new HistoryTampering(
              RIGHT_REFUSAL,
              """
              UPDATE idempotency SET verdict = 'location-not-found'
              WHERE verdict = 'role-insufficient'
              """,
              each(
                  e -> e.answer().map(a -> a.status() == 403).orElse(false),
                  e ->
                      status(404)
                          .apply(body("urn:interlock:role-insufficient\"", NOT_FOUND).apply(e))),
              Set.of()),
          // A caller without a role is answered as if it had one.
          new HistoryTampering(
              RIGHT_REFUSAL,
              """
              UPDATE idempotency SET verdict = 'role-insufficient'
              WHERE verdict = 'location-not-found'
              """,
              each(
                  e -> e.answer().map(a -> a.body().contains("\"/location\"")).orElse(false),
                  e ->
                      status(403)
                          .apply(
                              body("urn:interlock:not-found", "urn:interlock:role-insufficient")
                                  .andThen(body(",\"pointer\":\"/location\"", ""))
                                  .apply(e))),
              Set.of()),
          new HistoryTampering(
              RIGHT_REFUSAL,
              """
              UPDATE idempotency SET verdict = 'expiry-past', detail = '{}'
              WHERE operation = 'permission-change' AND idempotency_key = 'refused-key-10'
              """,
              each(
                  key("permission-change", "refused-key-10"),
                  answered(a ->
                      new Answer(
                          a.at(),
                          409,
                          false,
                          Optional.empty(),
                          "{\"type\":\"urn:interlock:expiry-past\"}"))),
              Set.of()));

  static final List<HistoryTampering> OF_READS =
      List.of(
          lines(RIGHT_READ, of("account"), body("\"balance\":", "\"balance\":1")),
          lines(RIGHT_READ, of("account"), body("\"version\":", "\"version\":1000"), FRESH_READ),
          lines(RIGHT_READ, of("account"), e -> shifted(e, -1_000, -1_000)),
          lines(RIGHT_READ, of("account"), body("\"open\"", "\"closed\"")),
          lines(RIGHT_READ, of("entries"), body("\"amount\":-", "\"amount\":-1")),
          lines(RIGHT_READ, of("entries"), body("\"entries\":[", "\"entries\":[{},")),
          lines(RIGHT_READ, of("entries"), request("limit=1", "limit=0")),
          lines(RIGHT_READ, of("entries"), e -> shifted(e, -YEAR, -YEAR), FRESH_READ),
          lines(RIGHT_READ, with("entries", "next"), body("\"next\":", "\"next\":1")),
          lines(RIGHT_READ, without("entries", "next"), HistoryTampering::continued),
          lines(RIGHT_READ, of("stock"), body("\"onHand\":", "\"onHand\":1")),
          lines(RIGHT_READ, of("permissions"), body("\"location\"", "\"account\"")),
          lines(RIGHT_READ, of("permissions"), body("\"owner\"", "\"viewer\"")),
          lines(
              RIGHT_READ,
              of("permissions"),
              body("\"permissions\":[", "\"permissions\":[],\"others\":[")),
          lines(
              RIGHT_READ,
              of("permissions"),
              body(
                  "\"permissions\":[",
                  "\"permissions\":[{\"principal\":\"mallory\",\"role\":\"viewer\"},")),
          rows(
              RIGHT_READ,
              "UPDATE account SET currency = 'GBP' WHERE currency = 'EUR'",
              "every account is what its journal adds up to",
              "the stored answer of every accepted settlement matches its entries",
              AS_ANSWERED,
              AS_ASKED,
              CommandFingerprints.AS_JOURNALED),
          lines(FRESH_READ, of("account"), e -> shifted(e, 30_000, 30_000)),
          lines(FRESH_READ, with("entries", "next"), body("\"next\":", "\"rest\":")),
          lines(FRESH_READ, of("stock"), e -> shifted(e, 20_000, 20_000)));

  private static final String TAKEN_BY_P2 =
      """
      UPDATE stock_entry SET caller = 'p2'
      WHERE decrement_id = 'd1000000-0000-4000-8000-000000000018';
      UPDATE idempotency SET caller = 'p2'
      WHERE operation = 'stock-decrement' AND idempotency_key = 'key-24';
      """;

  // p2 is an owner from second 12 and a viewer from second 22 to 32.
  static final List<HistoryTampering> OF_ORDER =
      List.of(
          new HistoryTampering(
              REVOKED,
              TAKEN_BY_P2,
              each(key("stock-decrement", "key-24"), e -> from("p2", e)),
              Set.of()),
          // Sent while still allowed.
          new HistoryTampering(
              REVOKED,
              TAKEN_BY_P2,
              each(key("stock-decrement", "key-24"), e -> shifted(from("p2", e), -2_500, 0)),
              Set.of()),
          lines(
              EffectOrder.IN_REAL_TIME,
              key("transfer", "key-10"),
              e -> shifted(e, 20_000, 20_000)));

  /// An edit that matches nothing would prove nothing.
  static UnaryOperator<List<Exchange>> each(
      Predicate<Exchange> which, UnaryOperator<Exchange> edit) {
    return all -> {
      if (all.stream().noneMatch(which)) {
        throw new IllegalArgumentException("no such exchange");
      }
      return all.stream().map(each -> which.test(each) ? edit.apply(each) : each).toList();
    };
  }

  private static Predicate<Exchange> of(String operation) {
    return each -> each.operation().name().equals(operation);
  }

  private static Predicate<Exchange> with(String operation, String member) {
    return of(operation).and(e -> e.answer().orElseThrow().body().contains(member));
  }

  private static Predicate<Exchange> without(String operation, String member) {
    return of(operation).and(with(operation, member).negate());
  }

  /// Claims that there are more entries than those on the page.
  private static Exchange continued(Exchange e) {
    String after = e.request().replaceFirst(".*after=", "");
    return body("]}", "],\"next\":" + (Long.parseLong(after) + 1) + "}").apply(e);
  }

  private static Exchange from(String caller, Exchange e) {
    return new Exchange(
        e.operation(), caller, e.key(), e.ifMatch(), e.request(), e.sentAt(), e.answer());
  }

  static Predicate<Exchange> key(String operation, String key) {
    return each -> each.operation().name().equals(operation) && each.key().equals(Optional.of(key));
  }

  private static Predicate<Exchange> late(String operation, String key) {
    return key(operation, key).and(each -> each.answer().map(Answer::replayed).orElse(false));
  }

  private static UnaryOperator<Exchange> answered(UnaryOperator<Answer> edit) {
    return e ->
        new Exchange(
            e.operation(),
            e.caller(),
            e.key(),
            e.ifMatch(),
            e.request(),
            e.sentAt(),
            e.answer().map(edit));
  }

  private static Answer replayed(Answer a, boolean replayed) {
    return new Answer(a.at(), a.status(), replayed, a.etag(), a.body());
  }

  private static UnaryOperator<Exchange> status(int status) {
    return answered(a -> new Answer(a.at(), status, a.replayed(), a.etag(), a.body()));
  }

  static UnaryOperator<Exchange> body(String part, String instead) {
    return answered(a ->
        new Answer(a.at(), a.status(), a.replayed(), a.etag(), replaced(a.body(), part, instead)));
  }

  static UnaryOperator<Exchange> request(String part, String instead) {
    return e ->
        new Exchange(
            e.operation(),
            e.caller(),
            e.key(),
            e.ifMatch(),
            replaced(e.request(), part, instead),
            e.sentAt(),
            e.answer());
  }

  /// A change that changes nothing would prove nothing.
  private static String replaced(String text, String part, String instead) {
    if (!text.contains(part)) {
      throw new IllegalArgumentException(part + " is not in " + text);
    }
    return text.replace(part, instead);
  }

  private static Exchange withIfMatch(Exchange e, String ifMatch) {
    return new Exchange(
        e.operation(),
        e.caller(),
        e.key(),
        Optional.of(ifMatch),
        e.request(),
        e.sentAt(),
        e.answer());
  }

  static Exchange lost(Exchange e) {
    return new Exchange(
        e.operation(), e.caller(), e.key(), e.ifMatch(), e.request(), e.sentAt(), Optional.empty());
  }

  /// No function ran for a call that the API gateway refused.
  private static Exchange deniedByTheApi(Exchange e, int status) {
    if (e.answer().orElseThrow().status() != 503) {
      return shifted(e, 200, 200);
    }
    return answered(
            a -> new Answer(a.at(), status, false, Optional.empty(), "{\"message\":\"Refused\"}"))
        .apply(shifted(e, 250, 300));
  }

  private static Exchange defect(Exchange e) {
    return new Exchange(
        e.operation(),
        e.caller(),
        e.key(),
        e.ifMatch(),
        e.request(),
        e.sentAt(),
        Optional.of(
            new Answer(
                e.sentAt().plusMillis(10),
                500,
                false,
                Optional.empty(),
                "{\"type\":\"urn:interlock:internal\",\"status\":500}")));
  }

  static Exchange shifted(Exchange e, long sentMillis, long answeredMillis) {
    return new Exchange(
        e.operation(),
        e.caller(),
        e.key(),
        e.ifMatch(),
        e.request(),
        e.sentAt().plusMillis(sentMillis),
        e.answer()
            .map(a ->
                new Answer(
                    a.at().plusMillis(answeredMillis),
                    a.status(),
                    a.replayed(),
                    a.etag(),
                    a.body())));
  }
}
