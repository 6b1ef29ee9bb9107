package dev.interlock.office;

import static dev.interlock.office.Clerk.ALICE_CLOSED;
import static dev.interlock.office.Clerk.ALICE_EUR;
import static dev.interlock.office.Clerk.CAROL_EUR;
import static dev.interlock.office.Clerk.OTHER_SHOP;
import static dev.interlock.office.Clerk.SHOP;
import static dev.interlock.office.Clerk.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.api.RefusedException;
import dev.interlock.api.WriteRequest;
import dev.interlock.audit.Audit;
import dev.interlock.audit.AuditSettings;
import dev.interlock.audit.Finding;
import dev.interlock.audit.operation.ContributedOperation;
import dev.interlock.database.Database;
import dev.interlock.hold.HoldHandler;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.statements.StatementFile;
import dev.interlock.write.ConditionalStatement;
import dev.interlock.write.Decision;
import dev.interlock.write.IdempotencyKeyReusedException;
import dev.interlock.write.StatementRunner;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each command does what it says, once, and refuses what it must. What it wrote is audited.
@OnlyPostgres("the audit is compared on one product")
class OfficeContractTest {

  private static final String HELD_FOR = "a0000000-0000-4000-8000-000000000006";
  private static final String ALICE_USD = "a0000000-0000-4000-8000-000000000004";
  private static final String NOWHERE = "c0000000-0000-4000-8000-000000000009";
  private static final String OWNED = "'grants': [{'principal': 'dora', 'role': 'owner'}]";

  private static TestDatabase database;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
  }

  /// With a hold in favour of an account.
  @BeforeEach
  void reset() {
    database.reset();
    try (Database functions = database.database()) {
      Event hold =
          Event.post("/holds")
              .caller("alice")
              .key("held")
              .body(
                  """
                  {"from": "%s", "to": "%s", "amount": 1, "currency": "EUR",
                   "expiresAt": "2999-01-01T00:00:00Z"}
                  """
                      .formatted(ALICE_EUR, HELD_FOR));
      assertThat(Answer.of(new HoldHandler(new StatementRunner(functions)), hold.json()).status())
          .isEqualTo(201);
    }
  }

  private static void assertSound() throws SQLException {
    try (Connection connection = database.connect()) {
      assertThat(Audit.run(connection).broken()).isEmpty();
    }
  }

  record Case(
      String name, Function<WriteRequest, OfficeAction> command, String members, String outcome) {
    @Override
    public String toString() {
      return name + " " + members + ": " + outcome;
    }
  }

  private static Case openAccount(String members, String outcome) {
    return new Case("open-account", Office::openAccount, members, outcome);
  }

  private static Case close(String account, String outcome) {
    return new Case("close", Office::closeAccount, "{'account': '%s'}".formatted(account), outcome);
  }

  private static Case pay(
      Function<WriteRequest, OfficeAction> way, String account, String rest, String outcome) {
    return new Case("pay", way, "{'account': '%s', %s}".formatted(account, rest), outcome);
  }

  private static Case receive(String location, String sku, String quantity, String outcome) {
    return new Case(
        "receive",
        Office::receiveStock,
        "{'location': '%s', 'sku': '%s', 'quantity': %s}".formatted(location, sku, quantity),
        outcome);
  }

  private static Case count(String location, String sku, int expected, String outcome) {
    return new Case(
        "count",
        Office::countStock,
        "{'location': '%s', 'sku': '%s', 'expected': %d, 'counted': 4}"
            .formatted(location, sku, expected),
        outcome);
  }

  private static Case move(String from, String to, String sku, int quantity, String outcome) {
    return new Case(
        "move",
        Office::moveStock,
        "{'from': '%s', 'to': '%s', 'sku': '%s', 'quantity': %d}"
            .formatted(from, to, sku, quantity),
        outcome);
  }

  static final List<Case> CASES =
      List.of(
          openAccount("{'id': '%s', 'currency': 'EUR', %s}".formatted(NOWHERE, OWNED), "accepted"),
          openAccount(
              "{'id': '%s', 'currency': 'EUR', %s}".formatted(ALICE_EUR, OWNED), "RESOURCE_EXISTS"),
          openAccount(
              "{'id': '%s', 'currency': 'EUR', %s}".formatted(SHOP, OWNED), "RESOURCE_EXISTS"),
          new Case(
              "open-location",
              Office::openLocation,
              "{'id': '%s', %s}".formatted(ALICE_EUR, OWNED),
              "RESOURCE_EXISTS"),
          new Case(
              "open-resource",
              Office::openResource,
              "{'id': '%s', 'kind': 'show', %s}".formatted(SHOP, OWNED),
              "RESOURCE_EXISTS"),
          new Case(
              "open-stock",
              Office::openStock,
              "{'location': '%s', 'sku': 'NEW'}".formatted(SHOP),
              "accepted"),
          new Case(
              "open-stock",
              Office::openStock,
              "{'location': '%s', 'sku': 'CUP-1'}".formatted(SHOP),
              "STOCK_EXISTS"),
          new Case(
              "open-stock",
              Office::openStock,
              "{'location': '%s', 'sku': 'NEW'}".formatted(ALICE_EUR),
              "LOCATION_NOT_FOUND"),
          close(CAROL_EUR, "accepted"),
          close(ALICE_USD, "ACCOUNT_NOT_EMPTY"),
          close(ALICE_EUR, "ACCOUNT_HELD"),
          close(HELD_FOR, "ACCOUNT_HELD"),
          close(ALICE_CLOSED, "ACCOUNT_CLOSED"),
          close(NOWHERE, "ACCOUNT_NOT_FOUND"),
          new Case(
              "reopen",
              Office::reopenAccount,
              "{'account': '%s'}".formatted(ALICE_CLOSED),
              "accepted"),
          new Case(
              "reopen",
              Office::reopenAccount,
              "{'account': '%s'}".formatted(CAROL_EUR),
              "ACCOUNT_OPEN"),
          pay(Office::payIn, CAROL_EUR, "'amount': 7, 'currency': 'EUR'", "accepted"),
          pay(Office::payIn, CAROL_EUR, "'amount': 7, 'currency': 'USD'", "CURRENCY_MISMATCH"),
          pay(Office::payIn, ALICE_CLOSED, "'amount': 7, 'currency': 'EUR'", "ACCOUNT_CLOSED"),
          pay(Office::payIn, NOWHERE, "'amount': 7, 'currency': 'EUR'", "ACCOUNT_NOT_FOUND"),
          pay(
              Office::payIn,
              ALICE_EUR,
              "'amount': 9007199254640991, 'currency': 'EUR'",
              "accepted"),
          pay(
              Office::payIn,
              ALICE_EUR,
              "'amount': 9007199254640992, 'currency': 'EUR'",
              "BALANCE_LIMIT"),
          pay(Office::payOut, ALICE_EUR, "'amount': 99999, 'currency': 'EUR'", "accepted"),
          pay(
              Office::payOut,
              ALICE_EUR,
              "'amount': 100000, 'currency': 'EUR'",
              "INSUFFICIENT_FUNDS"),
          receive(SHOP, "CUP-1", "1", "accepted"),
          receive(SHOP, "CUP-1", "9007199254740986", "accepted"),
          receive(SHOP, "CUP-1", "9007199254740987", "STOCK_LIMIT"),
          receive(SHOP, "NEW", "1", "SKU_NOT_FOUND"),
          receive(NOWHERE, "CUP-1", "1", "LOCATION_NOT_FOUND"),
          count(SHOP, "CUP-1", 5, "accepted"),
          count(SHOP, "CUP-1", 6, "STOCK_MISMATCH"),
          count(SHOP, "NEW", 5, "SKU_NOT_FOUND"),
          count(NOWHERE, "CUP-1", 5, "LOCATION_NOT_FOUND"),
          move(SHOP, OTHER_SHOP, "TEA-100", 1000, "accepted"),
          move(SHOP, OTHER_SHOP, "TEA-100", 1001, "INSUFFICIENT_STOCK"),
          move(SHOP, OTHER_SHOP, "CUP-1", 1, "DESTINATION_SKU_NOT_FOUND"),
          move(OTHER_SHOP, SHOP, "CUP-1", 1, "SKU_NOT_FOUND"),
          move(NOWHERE, SHOP, "CUP-1", 1, "LOCATION_NOT_FOUND"),
          move(SHOP, NOWHERE, "CUP-1", 1, "DESTINATION_NOT_FOUND"));

  @Test
  void everyRefusalHasACase() {
    assertThat(CASES.stream().map(Case::outcome).distinct())
        .containsAll(Stream.of(OfficeRefusal.values()).map(Enum::name).toList());
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void isDecidedAsTheRowsAreAndReplayedAsItWasDecided(Case one) throws SQLException {
    String before = database.everything();
    Decision<OfficeVerdict> first = clerk().carryOut("k", one.command(), one.members());
    String after = database.everything();
    Decision<OfficeVerdict> again = clerk().carryOut("k", one.command(), one.members());

    assertThat(outcome(first.verdict())).isEqualTo(one.outcome());
    assertThat(first.replayed()).isFalse();
    assertThat(again.replayed()).isTrue();
    assertThat(again.verdict()).isEqualTo(first.verdict());
    assertThat(after).isNotEqualTo(before).isEqualTo(database.everything());
    assertSound();
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void scriptDecidesTheSame(Case one) throws SQLException {
    OfficeAction action = one.command().apply(Office.request("kim", "k", json(one.members())));
    assertThat(verdictOf(action.script())).isEqualTo(List.of(one.outcome(), one.outcome()));
    assertThat(verdictOf(action.script())).isEqualTo(List.of(one.outcome()));
    assertThat(clerk().carryOut("k", one.command(), one.members()).replayed()).isTrue();
  }

  /// The first case of each command.
  static final List<Case> ONE_OF_EACH =
      List.copyOf(
          CASES.stream()
              .collect(
                  Collectors.toMap(Case::name, one -> one, (first, _) -> first, LinkedHashMap::new))
              .values());

  @ParameterizedTest
  @FieldSource("ONE_OF_EACH")
  void statementRefusesToRunBelowRepeatableRead(Case one) {
    Clerk careless = Clerk.at(database, Connection.TRANSACTION_READ_COMMITTED);
    String before = database.everything();
    assertThatThrownBy(() -> careless.carryOut("k", one.command(), one.members()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("REPEATABLE READ");
    assertThat(database.everything()).isEqualTo(before);
  }

  @Test
  void keyBelongsToOneCommandOfAnyKind() {
    clerk()
        .carryOut(
            "k",
            Office::payIn,
            "{'account': '%s', 'amount': 7, 'currency': 'EUR'}".formatted(CAROL_EUR));
    for (Case other : List.of(close(CAROL_EUR, ""), receive(SHOP, "CUP-1", "7", ""))) {
      assertThatThrownBy(() -> clerk().carryOut("k", other.command(), other.members()))
          .isInstanceOf(IdempotencyKeyReusedException.class);
    }
  }

  @Test
  void withoutAnIdTheSameKeyOpensTheSameAccount() throws SQLException {
    String members = "{'currency': 'EUR', %s}".formatted(OWNED);
    OfficeVerdict first = clerk().carryOut("k", Office::openAccount, members).verdict();
    OfficeVerdict again = clerk().carryOut("k", Office::openAccount, members).verdict();
    OfficeVerdict another = clerk().carryOut("l", Office::openAccount, members).verdict();
    assertThat(again).isEqualTo(first);
    assertThat(another.detail()).isNotEqualTo(first.detail());
    assertThat(database.number("SELECT count(*) FROM account")).isEqualTo(8);
    assertSound();
  }

  @Test
  void firstGrantsAreThoseThatWereGiven() throws SQLException {
    clerk()
        .carryOut(
            Office::openLocation,
            "{'id': '%s', 'grants': [{'principal': 'z\\\"\\\\,{}', 'role': 'operator'},"
                    .formatted(NOWHERE)
                + " {'principal': 'dora', 'role': 'owner'}, {'principal': 'emil', 'role':"
                + " 'owner'}]}");
    assertThat(
            database.text(
                "SELECT string_agg(principal || ' ' || role, ' ' ORDER BY principal COLLATE \"C\")"
                    + " FROM permission WHERE resource_id = '"
                    + NOWHERE
                    + "'"))
        .isEqualTo("dora owner emil owner z\"\\,{} operator");
    assertThat(database.number("SELECT owner_count FROM resource WHERE id = '" + NOWHERE + "'"))
        .isEqualTo(2);
    assertSound();
  }

  /// Its owner changes its permissions, and a transfer does not find it.
  @Test
  void resourceOfAFunctionsKindIsOpenedAndAudited() throws SQLException {
    clerk()
        .carryOut(
            Office::openResource, "{'id': '%s', 'kind': 'show', %s}".formatted(NOWHERE, OWNED));
    assertThat(database.text("SELECT kind FROM resource WHERE id = '" + NOWHERE + "'"))
        .isEqualTo("show");
    ContributedOperation booking =
        ContributedOperation.parse(
            "seat-booking",
            """
            -- @entries
            SELECT NULL::uuid AS id, '' AS caller, '' AS idempotency_key, now() AS created_at
             WHERE false
            -- @command
            SELECT '' AS caller, '' AS idempotency_key, ARRAY[''] AS command WHERE false
            -- @answer
            SELECT '' AS caller, '' AS idempotency_key, '{}'::jsonb AS answer WHERE false
            -- @resources show
            SELECT id FROM resource WHERE id = 'NOWHERE'
            """
                .replace("NOWHERE", NOWHERE));
    AuditSettings settings = AuditSettings.DEFAULT.withContributed(List.of(booking));
    assertThat(broken(settings)).isEmpty();
    assertThat(broken(AuditSettings.DEFAULT)).containsExactly("resource-kind");
    database.run("UPDATE resource SET kind = 'location' WHERE id = '" + NOWHERE + "'");
    assertThat(broken(settings)).contains("seat-booking-has-show", "office-answer");
  }

  private static List<String> broken(AuditSettings settings) throws SQLException {
    try (Connection connection = database.connect()) {
      return Audit.run(connection, settings).broken().stream().map(Finding::id).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"account", "location", "Show", "1st-show", "a show", ""})
  void kindThatIsTakenOrMalformedIsRefused(String kind) {
    String members = "{'kind': '%s', %s}".formatted(kind, OWNED);
    assertThatThrownBy(() -> Office.openResource(Office.request("kim", "k", json(members))))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused ->
                assertThat(refused.problem().members().toString()).contains("pointer=/kind"));
  }

  static List<Arguments> malformed() {
    List<Arguments> all = new ArrayList<>();
    Map<String, String> byPointer = new LinkedHashMap<>();
    byPointer.put("/grants", "{'currency': 'EUR', 'grants': []}");
    byPointer.put(
        "/grants/0/role", "{'currency': 'EUR', 'grants': [{'principal': 'dora', 'role': 'none'}]}");
    byPointer.put(
        "/grants/0/principal",
        "{'currency': 'EUR', 'grants': [{'principal': 'do ra', 'role': 'owner'}]}");
    byPointer.put("/currency", "{'currency': 'eur', %s}".formatted(OWNED));
    byPointer.put("/id", "{'id': '1-1-1-1-1', 'currency': 'EUR', %s}".formatted(OWNED));
    byPointer.put("/balance", "{'balance': 1, 'currency': 'EUR', %s}".formatted(OWNED));
    byPointer.forEach((pointer, members) -> all.add(Arguments.of(pointer, members)));
    return all;
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void malformedRequestIsRefusedBeforeAnythingIsSent(String pointer, String members) {
    assertThatThrownBy(() -> Office.openAccount(Office.request("kim", "k", json(members))))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused ->
                assertThat(refused.problem().members().toString()).contains("pointer=" + pointer));
  }

  @Test
  void resourceNeedsAnOwnerAndOneRoleForEachPrincipal() {
    for (String grants :
        List.of(
            "[{'principal': 'dora', 'role': 'viewer'}]",
            "[{'principal': 'dora', 'role': 'owner'}, {'principal': 'dora', 'role': 'viewer'}]")) {
      assertThatThrownBy(() ->
              Office.openLocation(
                  Office.request("kim", "k", json("{'grants': %s}".formatted(grants)))))
          .isInstanceOf(RefusedException.class);
    }
  }

  static final List<ConditionalStatement<?, ?>> STATEMENTS =
      List.of(
          new AccountOpeningStatement(),
          new AccountStatusStatement(),
          new LocationOpeningStatement(),
          new PaymentStatement(),
          new ResourceOpeningStatement(),
          new StockCountStatement(),
          new StockMoveStatement(),
          new StockOpeningStatement(),
          new StockReceiptStatement());

  @ParameterizedTest
  @FieldSource("STATEMENTS")
  void wholeTextIsCheckedIn(ConditionalStatement<?, ?> statement) {
    String name =
        statement
            .getClass()
            .getSimpleName()
            .replace("Statement", "")
            .replaceAll("(?<=.)([A-Z])", "-$1");
    StatementFile.assertCurrent(
        Path.of("../office/src/main/sql"), name.toLowerCase(Locale.ROOT), statement);
  }

  @Test
  void isDecidedAlikeAtRepeatableRead() {
    Clerk other = Clerk.at(database, Connection.TRANSACTION_REPEATABLE_READ);
    for (Case one : CASES) {
      reset();
      assertThat(outcome(other.carryOut("k", one.command(), one.members()).verdict()))
          .as(one.toString())
          .isEqualTo(one.outcome());
    }
  }

  private static Clerk clerk() {
    return Clerk.at(database, Connection.TRANSACTION_SERIALIZABLE);
  }

  private static String outcome(OfficeVerdict verdict) {
    return switch (verdict) {
      case OfficeVerdict.Accepted _ -> "accepted";
      case OfficeVerdict.Refused refused -> refused.why().name();
    };
  }

  /// The verdicts in the rows that the script's queries return.
  private static List<String> verdictOf(String script) throws SQLException {
    List<String> verdicts = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      boolean rows = statement.execute(script);
      while (rows || statement.getUpdateCount() >= 0) {
        if (rows) {
          try (ResultSet result = statement.getResultSet()) {
            while (result.next()) {
              String word = result.getString("verdict");
              verdicts.add(
                  word.equals("accepted") ? word : word.toUpperCase(Locale.ROOT).replace('-', '_'));
            }
          }
        }
        rows = statement.getMoreResults();
      }
    }
    return verdicts;
  }
}
