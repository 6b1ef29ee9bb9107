package dev.interlock.transfer;

import static dev.interlock.transfer.Transfers.ALICE_EUR;
import static dev.interlock.transfer.Transfers.BOB_EUR;
import static dev.interlock.transfer.Transfers.CAROL_EUR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.json.Json;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.HandlerUnderTest;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.StatementRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The pages of `GET /accounts/{id}/entries`: every entry once, in order.
class EntriesContractTest {

  private static TestDatabase database;
  private static HandlerUnderTest reads;
  private static HandlerUnderTest transfers;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    reads = new HandlerUnderTest(database, db -> new AccountHandler(new StatementRunner(db)));
    transfers = new HandlerUnderTest(database, db -> new TransferHandler(new StatementRunner(db)));
  }

  @BeforeEach
  void reset() {
    database.reset();
  }

  @AfterAll
  static void stop() {
    reads.close();
    transfers.close();
  }

  @Test
  void entryShowsTheTransferFromThisAccountsSide() {
    Json.Obj transfer =
        transfers.send(Transfers.event("alice", "k", ALICE_EUR, BOB_EUR, 250)).body();
    assertThat(page(ALICE_EUR, "alice").get(1).members().keySet())
        .containsExactly("version", "transfer", "amount", "balanceAfter", "createdAt");
    Json.Obj debit = page(ALICE_EUR, "alice").get(1);
    assertThat(debit.integer("version")).isEqualTo(2);
    assertThat(debit.text("transfer")).isEqualTo(transfer.text("id"));
    assertThat(debit.integer("amount")).isEqualTo(-250);
    assertThat(debit.integer("balanceAfter")).isEqualTo(transfer.integer("fromBalance"));
    assertThat(debit.text("createdAt")).isEqualTo(transfer.text("createdAt"));
    Json.Obj credit = page(BOB_EUR, "bob").get(1);
    assertThat(credit.integer("amount")).isEqualTo(250);
    assertThat(credit.integer("balanceAfter")).isEqualTo(50_250);
    assertThat(credit.text("transfer")).isEqualTo(transfer.text("id"));
  }

  @Test
  void backOfficeEntryHasNoTransfer() {
    Json.Obj opening = page(ALICE_EUR, "alice").getFirst();
    assertThat(opening.members().keySet())
        .containsExactly("version", "amount", "balanceAfter", "reference", "createdAt");
    assertThat(opening.text("reference")).isEqualTo("opening balance");
  }

  @Test
  void accountWithoutEntriesHasAnEmptyPage() {
    assertThat(reads.send(entries(CAROL_EUR, "carol")).bodyText()).isEqualTo("{\"entries\":[]}");
  }

  /// 1,001 entries: ten default pages and one entry, or the largest page and one entry.
  @Test
  void pageHasAHundredEntriesByDefaultAndSaysWhetherThereAreMore() {
    fill(1_001);
    assertThat(versions(reads.send(entries(CAROL_EUR, "carol")))).isEqualTo(range(1, 100));
    Answer largest = reads.send(entries(CAROL_EUR, "carol").query("limit", "1000"));
    assertThat(versions(largest)).isEqualTo(range(1, 1_000));
    assertThat(largest.body().integer("next")).isEqualTo(1_000);
    Answer last = reads.send(entries(CAROL_EUR, "carol").query("after", "1000"));
    assertThat(versions(last)).isEqualTo(range(1_001, 1_001));
    assertThat(last.body().members()).doesNotContainKey("next");
    Answer beyond = reads.send(entries(CAROL_EUR, "carol").query("after", "1001"));
    assertThat(beyond.bodyText()).isEqualTo("{\"entries\":[]}");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6, 7, 8})
  void followingNextShowsEveryEntryOnce(int limit) {
    fill(7);
    List<Long> seen = new ArrayList<>();
    long after = 0;
    int pages = 0;
    boolean more = true;
    while (more) {
      Answer page =
          reads.send(
              entries(CAROL_EUR, "carol")
                  .query("limit", Integer.toString(limit))
                  .query("after", Long.toString(after)));
      seen.addAll(versions(page));
      pages++;
      more = page.body().members().containsKey("next");
      after = more ? page.body().integer("next") : after;
      assertThat(after).isEqualTo(more ? seen.getLast() : after);
    }
    assertThat(seen).isEqualTo(range(1, 7));
    assertThat(pages).isEqualTo((7 + limit - 1) / limit);
  }

  /// The longest references that a function writes, in characters that take the most bytes.
  @ParameterizedTest
  @ValueSource(strings = {"\"", "\\", "\uD83D\uDE80"})
  void thousandEntriesWithTheLongestReferencesFitOnOnePage(String character) {
    fill(1_001, character.repeat(140));
    Answer page = reads.send(entries(CAROL_EUR, "carol").query("limit", "1000"));
    assertThat(versions(page)).isEqualTo(range(1, 1_000));
    assertThat(page.body().integer("next")).isEqualTo(1_000);
  }

  /// Longer references, written by SQL: the page ends before Lambda's limit.
  @ParameterizedTest
  @ValueSource(strings = {"\u0001", "\"", "a", "\uD83D\uDE80"})
  void pageOfLongerReferencesEndsSooner(String character) {
    fill(300, character.repeat(5_000));
    List<Long> seen = new ArrayList<>();
    for (long after = 0; after < 300; after = seen.getLast()) {
      Answer page =
          reads.send(
              entries(CAROL_EUR, "carol")
                  .query("limit", "1000")
                  .query("after", Long.toString(after)));
      seen.addAll(versions(page));
      assertThat(page.body().members().containsKey("next")).isEqualTo(seen.getLast() < 300);
    }
    assertThat(seen).isEqualTo(range(1, 300));
  }

  /// An entry too large for any answer does not block the list: its reference is truncated.
  @ParameterizedTest
  @ValueSource(ints = {800_000, 800_001, 4_000_000})
  void referenceOfMegabytesIsTruncatedToFit(int characters) {
    fill(3, "r");
    database.run(
        "UPDATE account_entry SET reference = repeat(chr(1), %d) WHERE version = 2 AND account_id = '%s'"
            .formatted(characters, CAROL_EUR));
    assertThat(versions(reads.send(entries(CAROL_EUR, "carol")))).containsExactly(1L);
    Answer large = reads.send(entries(CAROL_EUR, "carol").query("after", "1"));
    assertThat(large.bodyText())
        .startsWith(
            "{\"entries\":[{\"version\":2,\"amount\":1,\"balanceAfter\":2,\"reference\":\""
                + "\\u0001".repeat(800_000)
                + "\",")
        .endsWith("}],\"next\":2}");
    assertThat(versions(reads.send(entries(CAROL_EUR, "carol").query("after", "2"))))
        .containsExactly(3L);
  }

  /// SQL may have written anything that the columns accept.
  @ParameterizedTest
  @CsvSource({
    "infinity,                9999-12-31T23:59:59.999999Z",
    "20000-01-01T00:00:00Z,   9999-12-31T23:59:59.999999Z",
    "-infinity,               0000-01-01T00:00:00.000000Z",
    "0044-03-15T00:00:00Z BC, 0000-01-01T00:00:00.000000Z"
  })
  void anEntryOfAnyTimeIsRead(String createdAt, String shown) {
    fill(1);
    database.run(
        """
        UPDATE account_entry
           SET created_at = '%s', amount = -9223372036854775808, reference = '',
               balance_after = 9223372036854775807
         WHERE account_id = '%s'
        """
            .formatted(createdAt, CAROL_EUR));
    Json.Obj entry = page(CAROL_EUR, "carol").getFirst();
    assertThat(entry.text("createdAt")).isEqualTo(shown);
    assertThat(entry.integer("amount")).isEqualTo(Long.MIN_VALUE);
    assertThat(entry.integer("balanceAfter")).isEqualTo(Long.MAX_VALUE);
    assertThat(entry.text("reference")).isEmpty();
  }

  private static void fill(int entries, String reference) {
    fill(entries);
    database.run(
        "UPDATE account_entry SET reference = '%s' WHERE account_id = '%s'"
            .formatted(reference, CAROL_EUR));
  }

  private static void fill(int entries) {
    database.run(
        """
        INSERT INTO account_entry (account_id, version, amount, balance_after)
        SELECT '%1$s', v, 1, v FROM generate_series(1, %2$d) v;
        UPDATE account SET version = %2$d, balance = %2$d WHERE id = '%1$s'
        """
            .formatted(CAROL_EUR, entries));
  }

  private static Event entries(String id, String caller) {
    return Event.get("/accounts/{id}/entries").caller(caller).path("id", id);
  }

  private static List<Json.Obj> page(String id, String caller) {
    return entriesOf(reads.send(entries(id, caller)));
  }

  private static List<Long> versions(Answer page) {
    assertThat(page.status()).isEqualTo(200);
    return entriesOf(page).stream().map(entry -> entry.integer("version")).toList();
  }

  private static List<Json.Obj> entriesOf(Answer page) {
    return Answer.items(page.body(), "entries").stream().map(Json.Obj.class::cast).toList();
  }

  private static List<Long> range(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(Long::valueOf).toList();
  }
}
