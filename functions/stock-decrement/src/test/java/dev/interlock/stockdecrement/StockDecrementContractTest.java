package dev.interlock.stockdecrement;

import static dev.interlock.stockdecrement.Decrements.ABSENT;
import static dev.interlock.stockdecrement.Decrements.ACCOUNT;
import static dev.interlock.stockdecrement.Decrements.BOBS_SHOP;
import static dev.interlock.stockdecrement.Decrements.SHOP;
import static dev.interlock.testkit.calls.Expected.malformed;
import static dev.interlock.testkit.calls.Expected.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
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
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The answers of `POST /stock-decrements`: a row for each refusal and both sides of each limit.
class StockDecrementContractTest {

  private static final Expected TAKEN =
      Expected.success(201, "id", "location", "lines", "createdAt");
  private static final Expected TAKEN_WITH_REFERENCE =
      Expected.success(201, "id", "location", "lines", "reference", "createdAt");
  private static final Expected NO_LOCATION = refused(404, "not-found", "/location");
  private static final String LONGEST = "L" + "x".repeat(63);

  private static TestDatabase database;
  private static HandlerUnderTest handler;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    Decrements.stockMany(database, "MANY-", 100, 100);
    for (String sku : List.of(LONGEST, "0", "a", "A", "a.b_c-D", "9-._")) {
      Decrements.stock(database, sku, 3_000_000_000L);
    }
    Decrements.stock(database, "EXACT", 7);
    Decrements.grant(database, "carol", "viewer", "NULL");
    Decrements.grant(database, "expired", "operator", "clock_timestamp()");
    Decrements.grant(database, "expiring", "operator", "clock_timestamp() + interval '1 hour'");
    Decrements.grant(database, "gone", "none", "NULL");
    handler =
        new HandlerUnderTest(database, db -> new StockDecrementHandler(new StatementRunner(db)));
  }

  @AfterAll
  static void stop() {
    handler.close();
  }

  @ParameterizedTest
  @MethodSource({"everyWrite", "locations", "lines", "skus", "quantities", "references", "atOnce"})
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
            new ValidWrite("/stock-decrements", "alice", body(SHOP, line("TEA-100", "1"))),
            TAKEN,
            NO_LOCATION)
        .rows();
  }

  static Stream<Row> locations() {
    List<Row> rows = new ArrayList<>();
    for (String wrong :
        List.of("null", "1", "[]", "\"\"", "\"1-1-1-1-1\"", "\"" + ABSENT + "0\"")) {
      rows.add(
          row(
              "location " + wrong,
              "{\"location\": " + wrong + ", \"lines\": [" + line("a", "1") + "]}",
              malformed("/location")));
    }
    rows.add(
        row("location in capitals", body(SHOP.toUpperCase(Locale.ROOT), line("a", "1")), TAKEN));
    return rows.stream();
  }

  static Stream<Row> lines() {
    List<Row> rows = new ArrayList<>();
    for (String wrong : List.of("null", "{}", "\"a\"", "1", "[]")) {
      rows.add(
          row(
              "lines " + wrong,
              "{\"location\": \"" + SHOP + "\", \"lines\": " + wrong + "}",
              malformed("/lines")));
    }
    for (String wrong : List.of("null", "[]", "1", "\"a\"")) {
      rows.add(row("line " + wrong, body(SHOP, wrong), malformed("/lines/0")));
    }
    rows.add(row("100 lines", body(SHOP, many(100)), TAKEN));
    rows.add(row("101 lines", body(SHOP, many(101)), malformed("/lines")));
    rows.add(
        row(
            "101 lines of one SKU",
            body(SHOP, String.join(",", java.util.Collections.nCopies(101, line("a", "1")))),
            malformed("/lines")));
    rows.add(
        row("an empty line", body(SHOP, "{}"), malformed("/lines/0/sku", "/lines/0/quantity")));
    rows.add(
        row(
            "a line with another member",
            body(SHOP, "{\"sku\": \"a\", \"quantity\": 1, \"x/y\": 1}"),
            malformed("/lines/0/x~1y")));
    return rows.stream();
  }

  static Stream<Row> skus() {
    Stream<Row> refused =
        Stream.of(
                "null",
                "1",
                "\"\"",
                "\" a\"",
                "\"a \"",
                "\".a\"",
                "\"-a\"",
                "\"_a\"",
                "\"a/b\"",
                "\"a\\n\"",
                "\"\u00E9\"",
                "\"" + LONGEST + "x\"")
            .map(sku -> row("sku " + sku, body(SHOP, lineOf(sku, "1")), malformed("/lines/0/sku")));
    Stream<Row> taken =
        Stream.of("0", "a", "A", "a.b_c-D", "9-._", LONGEST)
            .map(sku -> row("sku of shape " + sku, body(SHOP, line(sku, "1")), TAKEN));
    return Stream.concat(refused, taken);
  }

  static Stream<Row> quantities() {
    Stream<Row> refused =
        Stream.of("null", "\"1\"", "0", "-0", "-1", "1.0", "1e2", "1000000001", "9".repeat(40))
            .map(quantity ->
                row(
                    "quantity " + quantity,
                    body(SHOP, line("a", quantity)),
                    malformed("/lines/0/quantity")));
    return Stream.concat(
        refused,
        Stream.of(
            row("quantity 10^9", body(SHOP, line("A", "1000000000")), TAKEN),
            row(
                "a sum that passes 10^9",
                body(SHOP, line("9-._", "1000000000") + "," + line("9-._", "1000000000")),
                TAKEN)));
  }

  static Stream<Row> references() {
    Stream<Row> refused =
        Stream.of("null", "1", "\"\"", "\"" + "r".repeat(141) + "\"", "\"a\\tb\"", "\"\\ud83d\"")
            .map(reference -> referenceRow(reference, malformed("/reference")));
    Stream<Row> taken =
        Stream.of(
                "\"r\"",
                "\"" + "\uD83D\uDE80".repeat(140) + "\"",
                "\" \"",
                "\"'; DROP TABLE stock; --\"")
            .map(reference -> referenceRow(reference, TAKEN_WITH_REFERENCE));
    return Stream.concat(refused, taken);
  }

  static Stream<Row> atOnce() {
    return Stream.of(
        row("nothing", "{}", malformed("/location", "/lines")),
        row(
            "everything wrong",
            """
            {"location": 1, "reference": "", "x": 1, "lines": [
              {"sku": "a", "quantity": 1}, 7, {"sku": "", "quantity": 0, "y": 1},
              {"Sku": "a"}, null]}
            """,
            malformed(
                "/location",
                "/reference",
                "/x",
                "/lines/1",
                "/lines/2/sku",
                "/lines/2/quantity",
                "/lines/2/y",
                "/lines/3/Sku",
                "/lines/3/sku",
                "/lines/3/quantity",
                "/lines/4")));
  }

  static Stream<Row> decided() {
    return Stream.of(
        decided("absent location", "alice", ABSENT, NO_LOCATION, "TEA-100", 1),
        decided("another's location", "alice", BOBS_SHOP, NO_LOCATION, "TEA-100", 1),
        decided("an account, by its owner", "alice", ACCOUNT, NO_LOCATION, "TEA-100", 1),
        decided("an expired grant", "expired", SHOP, NO_LOCATION, "TEA-100", 1),
        decided("a grant that was ended", "gone", SHOP, NO_LOCATION, "TEA-100", 1),
        decided("a caller in capitals", "Alice", SHOP, NO_LOCATION, "TEA-100", 1),
        decided("a grant that expires later", "expiring", SHOP, TAKEN, "TEA-100", 1),
        decided("a viewer", "carol", SHOP, refused(403, "role-insufficient"), "TEA-100", 1),
        decided("an operator", "bob", SHOP, TAKEN, "TEA-100", 1),
        decided("an owner", "alice", SHOP, TAKEN, "TEA-100", 1),
        decided("absent sku", "alice", SHOP, Situation.noSku("GHOST"), "GHOST", 1),
        decided("a sku in other letters", "alice", SHOP, Situation.noSku("tea-100"), "tea-100", 1),
        decided("one too much", "alice", SHOP, Situation.shortage("EXACT", 8, 7), "EXACT", 8),
        decided("all there is", "alice", SHOP, TAKEN, "EXACT", 7),
        decided("of nothing", "alice", SHOP, Situation.shortage("EXACT", 1, 0), "EXACT", 1));
  }

  @Test
  void firstAbsentSkuInOrderIsNamed() {
    Answer answer =
        handler.send(
            Decrements.event(
                "alice",
                "ghosts",
                List.of(Map.entry("z", 1L), Map.entry("TEA-100", 1L), Map.entry("Z", 1L))));
    Situation.noSku("Z").check(answer);
  }

  @Test
  void shortLinesAreSummedAndListedInOrder() {
    Answer answer =
        handler.send(
            Decrements.event(
                "alice",
                "short",
                List.of(
                    Map.entry("SOLD-OUT", 2L),
                    Map.entry("TEA-100", 1L),
                    Map.entry("CUP-1", 3L),
                    Map.entry("CUP-1", 3L))));
    assertThat(answer.bodyText())
        .contains(
            """
            "shortages":[{"sku":"CUP-1","requested":6,"available":5},\
            {"sku":"SOLD-OUT","requested":2,"available":0}]\
            """);
  }

  @Test
  void answerHasALineForEachSkuInByteOrder() {
    Decrements.stock(database, "b", 9);
    Decrements.stock(database, "B", 9);
    Answer answer =
        handler.send(
            Decrements.event(
                "alice",
                "order",
                List.of(Map.entry("b", 1L), Map.entry("B", 2L), Map.entry("b", 3L))));
    assertThat(answer.bodyText())
        .contains(
            """
            "lines":[{"sku":"B","quantity":2,"onHand":7},{"sku":"b","quantity":4,"onHand":5}]\
            """);
  }

  private static Row decided(
      String name, String caller, String location, Expected expected, String sku, long quantity) {
    Event event =
        Decrements.event(
            caller, name.replaceAll("[^a-z0-9]", "-"), location, List.of(Map.entry(sku, quantity)));
    return Row.of(name, event, expected);
  }

  private static Row referenceRow(String reference, Expected expected) {
    String plain = body(SHOP, line("a", "1"));
    return row(
        "reference " + reference,
        plain.substring(0, plain.length() - 1) + ", \"reference\": " + reference + "}",
        expected);
  }

  private static Row row(String name, String body, Expected expected) {
    String shown = name.length() > 60 ? name.substring(0, 60) + "..." : name;
    return Row.of(
        shown.replaceAll("[^\\x20-\\x7E]", "?"),
        Event.post("/stock-decrements")
            .caller("alice")
            .key("row-" + Integer.toHexString((name + body).hashCode()))
            .body(body),
        expected);
  }

  private static String body(String location, String lines) {
    return "{\"location\": \"" + location + "\", \"lines\": [" + lines + "]}";
  }

  private static String line(String sku, String quantity) {
    return lineOf("\"" + sku + "\"", quantity);
  }

  private static String lineOf(String sku, String quantity) {
    return "{\"sku\": " + sku + ", \"quantity\": " + quantity + "}";
  }

  private static String many(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> line("MANY-%03d".formatted(i), "1"))
        .collect(Collectors.joining(","));
  }
}
