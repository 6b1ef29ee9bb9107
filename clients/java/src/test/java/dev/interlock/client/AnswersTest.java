package dev.interlock.client;

import static dev.interlock.client.JsonMembers.has;
import static dev.interlock.client.JsonMembers.list;
import static dev.interlock.client.JsonMembers.object;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// After each answer and each fault of `clients/answers.json`, the client does what it says.
class AnswersTest {
  private static final Path PAGE = Path.of("..", "README.md");

  static List<AnswerCase> cases() throws IOException {
    return AnswerCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theClientDoesWhatTheTableSays(AnswerCase each) throws Exception {
    FastPause pause = new FastPause();
    List<String> rejectedTokens = new CopyOnWriteArrayList<>();
    List<Attempt> attempts = new CopyOnWriteArrayList<>();
    try (ScriptedApi api = ScriptedApi.of(each.turns())) {
      URI uri = each.isRefusedConnection() ? ScriptedApi.nobody() : api.uri();
      InterlockClient client =
          new InterlockClient(
              new HttpCalls(uri),
              rejected -> {
                rejected.ifPresent(rejectedTokens::add);
                return "token-" + rejectedTokens.size();
              },
              each.settings().withListener(attempts::add),
              pause);
      KeyedCommand<?> command = each.keyed();

      CommandOutcome<?> outcome = client.send(command);

      assertResult(each.expect(), outcome);
      assertRequests(each, command, api.received());
      assertWaits(each.expect(), pause.waits());
      assertThat(rejectedTokens.size())
          .as("new tokens")
          .isEqualTo(each.expect().optionalNumber("tokens").orElse(0L).intValue());
      assertMeanings(each, attempts);
    }
  }

  private static void assertResult(JsonObject expect, CommandOutcome<?> outcome) {
    assertThat(kind(outcome)).isEqualTo(expect.text("result"));
    Optional<ReportedProblem> problem = problem(outcome);
    assertThat(problem.map(ReportedProblem::name)).isEqualTo(expect.optionalText("problem"));
    if (has(expect, "replayed")) {
      assertThat(isReplayed(outcome)).as("replayed").isEqualTo(expect.members().get("replayed"));
    }
    if (has(expect, "etag")) {
      assertThat(((CommandOutcome.Accepted<?>) outcome).etag()).hasValue(expect.text("etag"));
    }
    if (has(expect, "members")) {
      JsonObject body =
          outcome instanceof CommandOutcome.Accepted<?> accepted
              ? accepted.receipt().body()
              : problem.orElseThrow().body();
      assertThat(body.members()).containsAllEntriesOf(object(expect, "members").members());
    }
  }

  private static String kind(CommandOutcome<?> outcome) {
    return switch (outcome) {
      case CommandOutcome.Accepted<?> _ -> "accepted";
      case CommandOutcome.Refused<?> _ -> "refused";
      case CommandOutcome.Rejected<?> _ -> "rejected";
      case CommandOutcome.NotWritten<?> _ -> "not-written";
      case CommandOutcome.Unknown<?> _ -> "unknown";
    };
  }

  private static Optional<ReportedProblem> problem(CommandOutcome<?> outcome) {
    return switch (outcome) {
      case CommandOutcome.Accepted<?> _ -> Optional.empty();
      case CommandOutcome.Refused<?> refused -> Optional.of(refused.refusal().problem());
      case CommandOutcome.Rejected<?> rejected -> rejected.answer().problem();
      case CommandOutcome.NotWritten<?> unwritten -> unwritten.last().problem();
      case CommandOutcome.Unknown<?> unknown -> unknown.last().flatMap(ApiAnswer::problem);
    };
  }

  private static boolean isReplayed(CommandOutcome<?> outcome) {
    return switch (outcome) {
      case CommandOutcome.Accepted<?> accepted -> accepted.replayed();
      case CommandOutcome.Refused<?> refused -> refused.replayed();
      case CommandOutcome.Rejected<?> _,
          CommandOutcome.NotWritten<?> _,
          CommandOutcome.Unknown<?> _ ->
          false;
    };
  }

  private static void assertRequests(
      AnswerCase each, KeyedCommand<?> command, List<ScriptedApi.Received> received) {
    each.expect()
        .optionalNumber("requests")
        .ifPresent(number -> assertThat(received).hasSize(number.intValue()));
    each.expect()
        .optionalNumber("requestsAtLeast")
        .ifPresent(number -> assertThat(received).hasSizeGreaterThanOrEqualTo(number.intValue()));
    assertThat(received)
        .allSatisfy(request -> {
          assertThat(request.method()).isEqualTo("POST");
          assertThat(request.path()).isEqualTo(each.command().text("path"));
          assertThat(request.headers())
              .containsEntry("idempotency-key", each.command().text("key"));
          assertThat(request.headers()).containsEntry("content-type", "application/json");
          assertThat(Optional.ofNullable(request.headers().get("if-match")))
              .isEqualTo(each.command().optionalText("ifMatch"));
          assertThat(request.body()).isEqualTo(command.body());
          assertThat(JsonObject.parse(request.body())).hasValue(object(each.command(), "body"));
        });
  }

  private static void assertWaits(JsonObject expect, List<Duration> waits) {
    if (!has(expect, "waitsAtLeastMillis")) {
      return;
    }
    List<Long> least = list(expect, "waitsAtLeastMillis", Long.class);
    assertThat(waits).hasSizeGreaterThanOrEqualTo(least.size());
    for (int i = 0; i < least.size(); i++) {
      assertThat(waits.get(i)).isGreaterThanOrEqualTo(Duration.ofMillis(least.get(i)));
    }
  }

  private static void assertMeanings(AnswerCase each, List<Attempt> attempts) {
    List<String> meanings = meanings(each);
    assertThat(attempts.subList(0, meanings.size()))
        .extracting(attempt -> attempt.meaning().toString())
        .isEqualTo(meanings);
  }

  @Test
  void everyMeaningHasCases() throws IOException {
    assertThat(cases().stream().flatMap(each -> meanings(each).stream()).distinct())
        .containsExactlyInAnyOrder(
            "accepted", "refused", "rejected", "not-written", "defect", "unknown");
  }

  private static List<String> meanings(AnswerCase each) {
    return list(each.json(), "meanings", String.class);
  }

  @Test
  void theDocumentedTableHasTheSameCases() throws IOException {
    List<String> rows = new ArrayList<>();
    for (AnswerCase each : cases()) {
      JsonObject expect = each.expect();
      String requests =
          expect
              .optionalNumber("requests")
              .map(Object::toString)
              .orElseGet(() -> expect.number("requestsAtLeast") + " or more");
      rows.add("| %s | %s | %s |".formatted(each.name(), expect.text("result"), requests));
    }
    assertThat(Files.readString(PAGE)).contains(String.join("\n", rows));
  }

  @Test
  void everyRefusalIsTyped() throws IOException {
    assertThat(
            cases().stream()
                .filter(each -> each.expect().text("result").equals("refused"))
                .map(each -> each.expect().text("problem"))
                .distinct()
                .filter(name -> refusal(name) instanceof KeptRefusal.OtherRefusal))
        .containsExactly("voucher-redeemed");
  }

  private static KeptRefusal refusal(String name) {
    return KeptRefusal.of(new ReportedProblem(name, JsonObject.parse("{}").orElseThrow()));
  }

  /// The members of the refusals that have some.
  @Test
  void refusalsShowHowMuchThereIs() throws IOException {
    assertThat(of("amount-exceeds-hold"))
        .isInstanceOfSatisfying(
            KeptRefusal.AmountExceedsHold.class,
            refusal -> assertThat(refusal.heldMinor()).isEqualTo(1500));
    assertThat(of("quantity-exceeds-reservation"))
        .isInstanceOfSatisfying(
            KeptRefusal.QuantityExceedsReservation.class,
            refusal ->
                assertThat(refusal.excesses())
                    .containsExactly(
                        new KeptRefusal.QuantityExceedsReservation.Excess("CUP-1", 9, 4)));
  }

  private static KeptRefusal of(String problem) throws IOException {
    JsonObject body =
        cases().stream()
            .flatMap(each -> each.answers().stream())
            .filter(answer -> has(answer, "json"))
            .map(answer -> object(answer, "json"))
            .filter(
                json -> json.optionalText("type").equals(Optional.of("urn:interlock:" + problem)))
            .findFirst()
            .orElseThrow();
    return KeptRefusal.of(ReportedProblem.in(body).orElseThrow());
  }
}
