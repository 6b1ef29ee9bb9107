package dev.interlock.audit.growth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.audit.Audit;
import dev.interlock.audit.FunctionHandlers;
import dev.interlock.audit.operation.Operations;
import dev.interlock.audit.operation.WriteOperation;
import dev.interlock.json.Json;
import dev.interlock.json.MalformedJsonException;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.transfer.AccountHandler;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Old rows are moved to the archives, and no caller can tell.
@ResourceLock(Resources.SYSTEM_OUT)
class ArchiveTest {

  private static final String ALL = "2100-01-01T00:00:00Z";

  @RegisterExtension final InvocationLog log = new InvocationLog();

  private final TestDatabase database = TestDatabase.create();
  private final Stage stage = Stage.of(database);

  @AfterEach
  void close() {
    stage.close();
  }

  @ParameterizedTest
  @EnumSource
  void anArchivedKeyGivesItsAnswerByteForByte(DemoCalls calls) {
    RequestStreamHandler handler = calls.handler(stage.environment());
    Event accepted = calls.accepted("accepted", 0);
    Event refused = calls.refused("refused");
    Answer created = Answer.of(handler, accepted.json());
    Answer conflict = Answer.of(handler, refused.json());
    assertThat(created.status()).isEqualTo(201);
    assertThat(conflict.status()).isBetween(409, 412);

    ArchiveScript.shipped().moveAll(database, ALL);
    assertThat(
            database.number(
                "SELECT count(*) FROM idempotency WHERE operation <> 'office' AND verdict ="
                    + " 'archived'"))
        .isEqualTo(2);
    String archived = database.everything();

    assertReplayed(created, Answer.of(handler, accepted.json()));
    assertReplayed(conflict, Answer.of(handler, refused.json()));
    assertThat(Answer.of(handler, calls.other("accepted").json()).problem())
        .isEqualTo("idempotency-key-reused");
    assertThat(Answer.of(handler, calls.other("refused").json()).problem())
        .isEqualTo("idempotency-key-reused");
    assertThat(database.everything()).isEqualTo(archived);
    assertThat(broken()).isEmpty();
  }

  @Test
  void pagesOfEntriesStayTheSame() {
    RequestStreamHandler handler = DemoCalls.TRANSFER.handler(stage.environment());
    RequestStreamHandler reader = new AccountHandler(stage.environment());
    for (int n = 0; n < 5; n++) {
      Answer.of(handler, DemoCalls.TRANSFER.accepted("transfer-" + n, n).json());
    }
    List<Answer> before = pages(reader);
    assertThat(before).hasSize(3).extracting(Answer::status).containsOnly(200);

    ArchiveScript.shipped().moveAll(database, ALL);

    assertThat(pages(reader)).isEqualTo(before);
    assertThat(database.number("SELECT count(*) FROM account_entry_archive")).isPositive();
  }

  private static List<Answer> pages(RequestStreamHandler reader) {
    List<Answer> pages = new ArrayList<>();
    for (int after = 0; after < 6; after += 2) {
      Event page =
          Event.get("/accounts/{id}/entries")
              .path("id", DemoCalls.ACCOUNT)
              .query("after", Integer.toString(after))
              .query("limit", "2")
              .caller("alice");
      pages.add(Answer.of(reader, page.json()));
    }
    return pages;
  }

  @Test
  void onlyOldRowsMoveAndTheNewestRowStays() {
    sendThreeOfEach("old");
    String until = database.text("SELECT clock_timestamp()");
    assertThat(ArchiveScript.shipped().moveAll(database, "2000-01-01T00:00:00Z")).isZero();
    sendThreeOfEach("young");

    ArchiveScript.shipped().moveAll(database, until);

    assertThat(
            database.number("SELECT count(*) FROM idempotency_archive WHERE operation <> 'office'"))
        .isEqualTo(3L * DemoCalls.values().length);
    assertThat(database.number("SELECT count(transfer_id) FROM account_entry_archive"))
        .isEqualTo(6);
    assertThat(broken()).isEmpty();

    ArchiveScript.shipped().moveAll(database, ALL);

    assertThat(database.number("SELECT count(*) FROM idempotency WHERE verdict <> 'archived'"))
        .isZero();
    assertThat(database.number(NEWEST_ROWS_MISSED)).isZero();
    assertThat(database.number(OLDER_ROWS_LEFT)).isZero();
    assertThat(broken()).isEmpty();
  }

  private void sendThreeOfEach(String age) {
    for (DemoCalls calls : DemoCalls.values()) {
      RequestStreamHandler handler = calls.handler(stage.environment());
      for (int n = 0; n < 3; n++) {
        Event event = calls.accepted(age + n, age.equals("old") ? n : n + 3);
        assertThat(Answer.of(handler, event.json()).status()).isEqualTo(201);
      }
    }
  }

  /// Their rows stay where they are; the entries of their placements have moved.
  @Test
  void whatWasSetAsideBeforeTheMoveIsSettledAfterIt() throws MalformedJsonException {
    String hold = placed(DemoCalls.HOLD);
    String reservation = placed(DemoCalls.STOCK_RESERVATION);
    sendThreeOfEach("old");
    ArchiveScript.shipped().moveAll(database, ALL);
    assertThat(database.number("SELECT count(hold_id) FROM account_entry_archive")).isPositive();
    assertThat(database.number("SELECT count(reservation_id) FROM stock_entry_archive"))
        .isPositive();

    settle(
        Operations.SETTLEMENT,
        "bob",
        """
        {"hold": "%s", "amount": 1}
        """
            .formatted(hold));
    settle(
        Operations.RESERVATION_SETTLEMENT,
        "alice",
        """
        {"reservation": "%s", "lines": []}
        """
            .formatted(reservation));
    assertThat(broken()).isEmpty();

    ArchiveScript.shipped().moveAll(database, ALL);
    assertThat(broken()).isEmpty();
  }

  private String placed(DemoCalls calls) throws MalformedJsonException {
    Answer answer =
        Answer.of(calls.handler(stage.environment()), calls.accepted("placed", 0).json());
    return Json.object(answer.bodyText()).text("id");
  }

  private void settle(WriteOperation settlement, String caller, String body) {
    Event event = Event.post(settlement.path()).caller(caller).key("settled").body(body);
    RequestStreamHandler handler = FunctionHandlers.of(settlement, stage.environment());
    Answer answer = Answer.of(handler, event.json());
    assertThat(answer.status()).as(answer.bodyText()).isEqualTo(201);
  }

  private static final String NEWEST_ROWS_MISSED =
      """
      SELECT (SELECT count(*) FROM account a WHERE a.version > 0 AND NOT EXISTS
               (SELECT 1 FROM account_entry e
                 WHERE e.account_id = a.id AND e.version = a.version))
           + (SELECT count(*) FROM stock s WHERE s.version > 0 AND NOT EXISTS
               (SELECT 1 FROM stock_entry e WHERE e.location_id = s.location_id
                 AND e.sku = s.sku AND e.version = s.version))
           + (SELECT count(*) FROM resource r WHERE r.acl_version > 0 AND NOT EXISTS
               (SELECT 1 FROM permission_entry e
                 WHERE e.resource_id = r.id AND e.acl_version = r.acl_version))
      """;

  private static final String OLDER_ROWS_LEFT =
      """
      SELECT (SELECT count(*) FROM account_entry e JOIN account a ON a.id = e.account_id
               WHERE e.version <> a.version)
           + (SELECT count(*) FROM stock_entry e JOIN stock s USING (location_id, sku)
               WHERE e.version <> s.version)
           + (SELECT count(*) FROM permission_entry e JOIN resource r ON r.id = e.resource_id
               WHERE e.acl_version <> r.acl_version)
      """;

  @ParameterizedTest
  @EnumSource
  void aMoveThatDeletesTheKeyIsCaughtByTheAudit(DemoCalls calls) {
    RequestStreamHandler handler = calls.handler(stage.environment());
    Event event = calls.accepted("accepted", 0);
    Answer.of(handler, event.json());

    ArchiveScript.shipped().deletingKeys().moveAll(database, ALL);

    assertThat(broken())
        .containsExactly(
            "every key is where calls look it up, with its answer there or in the archive");
    assertThat(Answer.of(handler, event.json()).isReplayed()).isFalse();
  }

  private List<String> broken() {
    return broken(database);
  }

  /// The invariants that the audit reports as broken.
  static List<String> broken(TestDatabase database) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (Connection connection = database.connect()) {
      Audit.run(connection).print(new PrintStream(printed, true, UTF_8));
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return printed
        .toString(UTF_8)
        .lines()
        .filter(line -> line.startsWith("BROKEN: "))
        .map(line -> line.substring("BROKEN: ".length()))
        .toList();
  }

  private static void assertReplayed(Answer first, Answer again) {
    Map<String, String> headers = new HashMap<>(first.headers());
    headers.put("Idempotency-Replayed", "true");
    assertThat(again).isEqualTo(new Answer(first.status(), headers, first.bodyText()));
  }
}
