package dev.interlock.transfer;

import static dev.interlock.testkit.calls.Expected.malformed;
import static dev.interlock.testkit.calls.Expected.refused;
import static dev.interlock.transfer.Transfers.ABSENT;
import static dev.interlock.transfer.Transfers.ALICE_CLOSED;
import static dev.interlock.transfer.Transfers.ALICE_EUR;
import static dev.interlock.transfer.Transfers.ALICE_USD;
import static dev.interlock.transfer.Transfers.BOB_EUR;
import static dev.interlock.transfer.Transfers.CAROL_EUR;
import static dev.interlock.transfer.Transfers.LOCATION;
import static dev.interlock.transfer.Transfers.SHARED_EUR;

import dev.interlock.testkit.calls.Expected;
import dev.interlock.testkit.calls.HandlerUnderTest;
import dev.interlock.testkit.contracts.Row;
import dev.interlock.testkit.contracts.ValidWrite;
import dev.interlock.testkit.contracts.WriteContract;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.StatementRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The answers of `POST /transfers`: a row for each refusal, and for both sides of each limit.
class TransferContractTest {

  private static final long MAX = 9_007_199_254_740_991L;
  private static final String FULL = "c1000000-0000-4000-8000-000000000001";
  private static final String ALMOST_FULL = "c1000000-0000-4000-8000-000000000002";
  private static final String RICH = "c1000000-0000-4000-8000-000000000003";
  private static final String EXACT = "c1000000-0000-4000-8000-000000000004";
  private static final String EMPTY = "c1000000-0000-4000-8000-000000000005";
  private static final String CLOSED = "c1000000-0000-4000-8000-000000000006";

  private static final Expected MOVED =
      Expected.success(201, "id", "from", "to", "amount", "currency", "fromBalance", "createdAt");
  private static final Expected MOVED_WITH_REFERENCE =
      Expected.success(
          201, "id", "from", "to", "amount", "currency", "reference", "fromBalance", "createdAt");
  private static final Expected NO_SOURCE = refused(404, "not-found", "/from");
  private static final Expected NO_DESTINATION = refused(404, "not-found", "/to");

  private static TestDatabase database;
  private static HandlerUnderTest handler;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    BackOffice accounts = new BackOffice(database);
    accounts.open(FULL, "EUR", MAX, "open");
    accounts.open(ALMOST_FULL, "EUR", MAX - 7, "open");
    accounts.open(RICH, "EUR", MAX, "open");
    accounts.grant(RICH, "alice", "operator", "NULL");
    accounts.open(EXACT, "EUR", 7, "open");
    accounts.grant(EXACT, "alice", "operator", "NULL");
    accounts.open(EMPTY, "EUR", 0, "open");
    accounts.open(CLOSED, "EUR", 0, "closed");
    accounts.grant(SHARED_EUR, "expired", "operator", "clock_timestamp()");
    accounts.grant(SHARED_EUR, "expiring", "operator", "clock_timestamp() + interval '1 hour'");
    accounts.grant(SHARED_EUR, "gone", "none", "NULL");
    handler = new HandlerUnderTest(database, db -> new TransferHandler(new StatementRunner(db)));
  }

  @AfterAll
  static void stop() {
    handler.close();
  }

  @ParameterizedTest
  @MethodSource({"everyWrite", "accounts", "amounts", "currencies", "references", "atOnce"})
  void requestFollowsTheContract(Row row) {
    row.check(handler);
  }

  @ParameterizedTest
  @MethodSource("decided")
  void commandIsDecided(Row row) {
    row.check(handler);
  }

  static List<Row> everyWrite() {
    return new WriteContract(
            new ValidWrite("/transfers", "alice", body(uuid(ALICE_EUR), uuid(BOB_EUR), "1", "EUR")),
            MOVED,
            NO_SOURCE)
        .rows();
  }

  static Stream<Row> accounts() {
    List<Row> rows = new ArrayList<>();
    for (String wrong :
        List.of(
            "null",
            "1",
            "true",
            "[]",
            "{}",
            "\"\"",
            "\"1-1-1-1-1\"",
            uuid(ABSENT.substring(1)),
            uuid(ABSENT + "0"),
            uuid(ABSENT.replace("-", "")),
            uuid("{" + ABSENT + "}"),
            uuid("urn:uuid:" + ABSENT),
            uuid(" " + ABSENT),
            uuid(ABSENT.replace('a', 'g')),
            uuid(ABSENT + "\\n"),
            uuid(ABSENT.replace('0', '\u0660')))) {
      rows.add(row("from " + wrong, body(wrong, uuid(BOB_EUR), "1", "EUR"), malformed("/from")));
      rows.add(row("to " + wrong, body(uuid(ALICE_EUR), wrong, "1", "EUR"), malformed("/to")));
    }
    String upper = ALICE_EUR.toUpperCase(Locale.ROOT);
    rows.add(row("from in capitals", body(uuid(upper), uuid(BOB_EUR), "1", "EUR"), MOVED));
    rows.add(
        row("to itself", body(uuid(ALICE_EUR), uuid(ALICE_EUR), "1", "EUR"), malformed("/to")));
    rows.add(
        row(
            "to itself in capitals",
            body(uuid(ALICE_EUR), uuid(upper), "1", "EUR"),
            malformed("/to")));
    return rows.stream();
  }

  static Stream<Row> amounts() {
    List<Row> rows = new ArrayList<>();
    for (String wrong :
        List.of(
            "null",
            "\"1\"",
            "true",
            "[1]",
            "0",
            "-0",
            "-1",
            "1.0",
            "0.1",
            "1e2",
            "1E0",
            "1e400",
            "9007199254740992",
            "9223372036854775807",
            "9223372036854775808",
            "18446744073709551617",
            "9".repeat(60_000))) {
      rows.add(
          row(
              "amount " + wrong,
              body(uuid(ALICE_EUR), uuid(BOB_EUR), wrong, "EUR"),
              malformed("/amount")));
    }
    rows.add(row("amount 1", body(uuid(ALICE_EUR), uuid(BOB_EUR), "1", "EUR"), MOVED));
    rows.add(row("amount 2^53-1", body(uuid(RICH), uuid(EMPTY), Long.toString(MAX), "EUR"), MOVED));
    return rows.stream();
  }

  static Stream<Row> currencies() {
    return Stream.of(
            "null",
            "978",
            "\"\"",
            "\"EU\"",
            "\"EURO\"",
            "\"eur\"",
            "\"EuR\"",
            "\"E1R\"",
            "\" EUR\"",
            "\"EUR\\n\"",
            "\"E\u00DCR\"",
            "[\"EUR\"]")
        .map(wrong ->
            row(
                "currency " + wrong,
                "{\"from\": \"%s\", \"to\": \"%s\", \"amount\": 1, \"currency\": %s}"
                    .formatted(ALICE_EUR, BOB_EUR, wrong),
                malformed("/currency")));
  }

  static Stream<Row> references() {
    Stream<Row> refused =
        Stream.of(
                "null",
                "1",
                "[]",
                "\"\"",
                "\"" + "r".repeat(141) + "\"",
                "\"" + "\uD83D\uDE80".repeat(141) + "\"",
                "\"\\u0000\"",
                "\"a\\u001Fb\"",
                "\"a\\tb\"",
                "\"a\\nb\"",
                "\"\u007F\"",
                "\"\u0085\"",
                "\"\u009F\"",
                "\"\\ud83d\"",
                "\"\\ude80\\ud83d\"")
            .map(reference -> referenceRow(reference, malformed("/reference")));
    Stream<Row> taken =
        Stream.of(
                "\"r\"",
                "\"" + "r".repeat(140) + "\"",
                "\"" + "\uD83D\uDE80".repeat(140) + "\"",
                "\" \"",
                "\"\u2028\"",
                "\"\u200B\"",
                "\"\\ud83d\\ude80\"",
                "\"\uFFFF\"",
                "\"'; DROP TABLE account; --\"",
                "\"\\\\ \\/ \\\"\"")
            .map(reference -> referenceRow(reference, MOVED_WITH_REFERENCE));
    return Stream.concat(refused, taken);
  }

  static Stream<Row> atOnce() {
    return Stream.of(
        row("nothing", "{}", malformed("/from", "/to", "/amount", "/currency")),
        row(
            "everything wrong",
            """
            {"from": 1, "to": null, "amount": "1", "currency": "eur", "reference": "", "x": 1,
             "Amount": 1}
            """,
            malformed("/from", "/to", "/amount", "/currency", "/reference", "/x", "/Amount")),
        row(
            "to itself beside other violations",
            """
            {"from": "%1$s", "to": "%1$s", "amount": 0, "currency": "EUR", "memo": "x"}
            """
                .formatted(ABSENT),
            malformed("/to", "/amount", "/memo")),
        row("100 violations", unknownMembers(96), malformed(first(100))),
        row("101 violations", unknownMembers(97), malformed(withTheRest(first(100)))),
        row("6,000 violations", unknownMembers(5_996), malformed(withTheRest(first(100)))));
  }

  private static List<String> first(int violations) {
    return Stream.concat(
            Stream.of("/from", "/to", "/amount", "/currency"),
            Stream.iterate(0, i -> i + 1).map(i -> "/" + i))
        .limit(violations)
        .toList();
  }

  /// One more violation, for the whole body, gives the total.
  private static List<String> withTheRest(List<String> violations) {
    return Stream.concat(violations.stream(), Stream.of("")).toList();
  }

  static Stream<Row> decided() {
    return Stream.of(
        decided("absent from", "alice", ABSENT, BOB_EUR, 1, NO_SOURCE),
        decided("another's from", "alice", BOB_EUR, ALICE_EUR, 1, NO_SOURCE),
        decided("a location as from, by its owner", "alice", LOCATION, BOB_EUR, 1, NO_SOURCE),
        decided("an expired grant", "expired", SHARED_EUR, BOB_EUR, 1, NO_SOURCE),
        decided("a grant that was ended", "gone", SHARED_EUR, BOB_EUR, 1, NO_SOURCE),
        decided("a caller in capitals", "Alice", ALICE_EUR, BOB_EUR, 1, NO_SOURCE),
        decided("a grant that expires later", "expiring", SHARED_EUR, BOB_EUR, 1, MOVED),
        decided("a viewer", "carol", SHARED_EUR, BOB_EUR, 1, refused(403, "role-insufficient")),
        decided("an operator", "alice", SHARED_EUR, BOB_EUR, 1, MOVED),
        decided("an owner", "bob", SHARED_EUR, ALICE_EUR, 1, MOVED),
        decided("absent to", "alice", ALICE_EUR, ABSENT, 1, NO_DESTINATION),
        decided("a location as to", "alice", ALICE_EUR, LOCATION, 1, NO_DESTINATION),
        decided("closed from", "alice", ALICE_CLOSED, BOB_EUR, 1, closed("/from")),
        decided("closed to", "alice", ALICE_EUR, CLOSED, 1, closed("/to")),
        decided("both closed", "alice", ALICE_CLOSED, CLOSED, 1, closed("/from")),
        decided("from in another currency", "alice", ALICE_USD, BOB_EUR, 1, currency("/from")),
        decided("to in another currency", "alice", ALICE_EUR, ALICE_USD, 1, currency("/to")),
        Row.of(
            "both in another currency",
            Transfers.event("alice", "both", ALICE_EUR, BOB_EUR, 1, "USD"),
            currency("/from")),
        decided("one too much", "alice", EXACT, BOB_EUR, 8, refused(409, "insufficient-funds")),
        decided("one too full", "alice", ALICE_EUR, FULL, 1, refused(409, "balance-limit")),
        decided("8 where 7 fit", "alice", ALICE_EUR, ALMOST_FULL, 8, refused(409, "balance-limit")),
        decided("the whole balance, to the limit", "alice", EXACT, ALMOST_FULL, 7, MOVED),
        decided("from nothing", "alice", EXACT, BOB_EUR, 1, refused(409, "insufficient-funds")),
        decided("to an empty account", "alice", ALICE_EUR, CAROL_EUR, 1, MOVED));
  }

  private static Expected closed(String pointer) {
    return refused(409, "account-closed", pointer);
  }

  private static Expected currency(String pointer) {
    return refused(409, "currency-mismatch", pointer);
  }

  private static Row decided(
      String name, String caller, String from, String to, long amount, Expected expected) {
    return Row.of(
        name,
        Transfers.event(caller, name.replaceAll("[^a-z0-9]", "-"), from, to, amount),
        expected);
  }

  private static Row referenceRow(String reference, Expected expected) {
    String command = body(uuid(ALICE_EUR), uuid(BOB_EUR), "1", "EUR");
    return row(
        "reference " + reference,
        command.replace("}", ", \"reference\": " + reference + "}"),
        expected);
  }

  private static Row row(String name, String body, Expected expected) {
    String shown = name.length() > 60 ? name.substring(0, 60) + "..." : name;
    return Row.of(
        shown.replaceAll("[^\\x20-\\x7E]", "?"),
        Transfers.event("alice", "row-" + Integer.toHexString(body.hashCode()), ABSENT, ABSENT, 1)
            .body(body),
        expected);
  }

  private static String body(String from, String to, String amount, String currency) {
    return "{\"from\": %s, \"to\": %s, \"amount\": %s, \"currency\": \"%s\"}"
        .formatted(from, to, amount, currency);
  }

  private static String uuid(String text) {
    return "\"" + text + "\"";
  }

  private static String unknownMembers(int count) {
    StringBuilder body = new StringBuilder("{");
    for (int i = 0; i < count; i++) {
      body.append(i == 0 ? "\"" : ",\"").append(i).append("\":1");
    }
    return body.append('}').toString();
  }
}
