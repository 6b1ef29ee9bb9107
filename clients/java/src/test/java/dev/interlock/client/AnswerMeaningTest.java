package dev.interlock.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.client.AnswerMeaning.Certainty;
import dev.interlock.client.AnswerMeaning.Next;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every answer has one meaning, and the table of docs/api.md says the same.
class AnswerMeaningTest {

  private static final Path PAGE = Path.of("../..", "docs", "api.md");
  private static final Pattern ITEM = Pattern.compile("\\b([1-5][0-9]{2})\\b(?: `([a-z-]+)`)?");

  @ParameterizedTest
  @CsvSource({
    "201, {}, ACCEPTED",
    "201, '{\"id\":', UNKNOWN",
    "404, '{\"type\":\"urn:interlock:not-found\"}', REFUSED",
    "403, '{\"type\":\"urn:interlock:role-insufficient\"}', REFUSED",
    "409, '{\"type\":\"urn:interlock:insufficient-funds\"}', REFUSED",
    "409, '{\"type\":\"urn:interlock:voucher-redeemed\"}', REFUSED",
    "412, '{\"type\":\"urn:interlock:version-mismatch\"}', REFUSED",
    "400, '{\"type\":\"urn:interlock:malformed-request\"}', REJECTED",
    "401, '{\"type\":\"urn:interlock:unauthenticated\"}', REJECTED",
    "422, '{\"type\":\"urn:interlock:idempotency-key-reused\"}', REJECTED",
    "400, '{\"message\":\"Bad Request\"}', REJECTED",
    "401, '{\"message\":\"Unauthorized\"}', REJECTED",
    "403, '{\"message\":\"Forbidden\"}', REJECTED",
    "404, '{\"message\":\"Not Found\"}', REJECTED",
    "413, '{\"message\":\"Request Entity Too Large\"}', REJECTED",
    "414, '', REJECTED",
    "404, '{\"type\":\"about:blank\"}', REJECTED",
    "404, <html></html>, REJECTED",
    "429, '{\"message\":\"Too Many Requests\"}', NOT_WRITTEN",
    "429, '', NOT_WRITTEN",
    "409, '{\"type\":\"urn:interlock:request-in-progress\"}', NOT_WRITTEN",
    "503, '{\"type\":\"urn:interlock:contention\"}', NOT_WRITTEN",
    "503, '{\"type\":\"urn:interlock:database-unavailable\"}', NOT_WRITTEN",
    "500, '{\"type\":\"urn:interlock:internal\"}', DEFECT",
    "503, '{\"type\":\"urn:interlock:outcome-unknown\"}', UNKNOWN",
    "500, '{\"message\":\"Internal Server Error\"}', UNKNOWN",
    "502, '{\"message\":\"Bad Gateway\"}', UNKNOWN",
    "503, '{\"message\":\"Service Unavailable\"}', UNKNOWN",
    "504, '', UNKNOWN",
    "500, '{\"type\":\"urn:interlock:contention\"}', UNKNOWN",
    "429, '{\"type\":\"urn:interlock:contention\"}', UNKNOWN",
    "200, {}, UNKNOWN",
    "302, '', UNKNOWN"
  })
  void everyAnswerHasOneMeaning(int status, String body, AnswerMeaning meaning) {
    ApiAnswer answer = new ApiAnswer(status, Map.of(), body);
    assertThat(AnswerMeaning.of(Optional.of(answer))).isEqualTo(meaning);
  }

  @Test
  void aMissingAnswerMeansAnUnknownOutcome() {
    assertThat(AnswerMeaning.of(Optional.empty())).isEqualTo(AnswerMeaning.UNKNOWN);
  }

  @Test
  void theDocumentedTableHasTheSameRows() throws IOException {
    List<AnswerMeaning> inOrder = new ArrayList<>();
    for (List<String> row : table()) {
      assertThat(meanings(row.get(0))).as(row.get(0)).hasSize(1);
      AnswerMeaning meaning = meanings(row.get(0)).iterator().next();
      inOrder.add(meaning);
      assertThat(certainty(row.get(1))).as("written: %s", row).isEqualTo(meaning.written());
      assertThat(certainty(row.get(2))).as("kept: %s", row).isEqualTo(meaning.kept());
      assertThat(next(row.get(3))).as(row.get(3)).isEqualTo(meaning.next());
    }
    assertThat(inOrder).containsExactly(AnswerMeaning.values());
  }

  /// Every answer of the contract is in some row, by name or by kind.
  @Test
  void theDocumentedTableIsComplete() throws IOException {
    String answers = String.join(" ", table().stream().map(row -> row.get(0)).toList());
    for (int status : new int[] {201, 400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 429, 500}) {
      assertThat(answers).contains(Integer.toString(status));
    }
    assertThat(answers)
        .contains("`request-in-progress`", "`contention`", "`database-unavailable`")
        .contains("`outcome-unknown`", "`internal`", "any other 5xx", "no answer at all")
        .contains("any other 4xx without one");
  }

  /// The meanings of all answers in a cell.
  private static Set<AnswerMeaning> meanings(String cell) {
    Set<AnswerMeaning> meanings = new TreeSet<>();
    boolean typed = cell.contains("with a problem type");
    Matcher item = ITEM.matcher(cell);
    while (item.find()) {
      String problem = item.group(2) != null ? item.group(2) : typed ? "some-problem" : "";
      meanings.add(AnswerMeaning.of(Integer.parseInt(item.group(1)), problem));
    }
    if (cell.contains("any other 4xx without one")) {
      IntStream.range(400, 500)
          .filter(status -> status != 429)
          .forEach(status -> meanings.add(AnswerMeaning.of(status, "")));
    }
    if (cell.contains("any other 5xx")) {
      IntStream.range(500, 600).forEach(status -> meanings.add(AnswerMeaning.of(status, "")));
      meanings.add(AnswerMeaning.of(500, "some-problem"));
      meanings.add(AnswerMeaning.of(503, "some-problem"));
    }
    if (cell.contains("no answer at all")) {
      meanings.add(AnswerMeaning.of(Optional.empty()));
    }
    return meanings;
  }

  private static Certainty certainty(String cell) {
    return Certainty.valueOf(cell.split("[ ,]", 2)[0].toUpperCase(Locale.ROOT));
  }

  private static Next next(String cell) {
    if (cell.isEmpty()) {
      return Next.NOTHING;
    }
    if (cell.contains("same key")) {
      return Next.SAME_KEY;
    }
    return cell.contains("fix the request") ? Next.FIXED_REQUEST : Next.NEW_KEY;
  }

  private static List<List<String>> table() throws IOException {
    List<List<String>> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(PAGE)) {
      inside = line.startsWith("| Answer | Written?") || (inside && line.startsWith("|"));
      if (inside && !line.startsWith("| Answer") && !line.startsWith("|---")) {
        List<String> cells = List.of(line.substring(1).split("\\|", -1));
        rows.add(cells.subList(0, 4).stream().map(String::strip).toList());
      }
    }
    return rows;
  }
}
