package dev.interlock.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.testing.Answer;
import dev.interlock.testing.OnlyPostgres;
import dev.interlock.testing.RequestsInProgress;
import dev.interlock.testing.Session;
import dev.interlock.testing.Stage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TransferDeadlineTest extends RequestsInProgress {

  private static final Duration IN_PROGRESS_MAX = Duration.ofSeconds(5);

  TransferDeadlineTest() {
    super(new TransferUnderTest());
  }

  /// What was heard, and after how long.
  private record Heard(Answer answer, Duration after) {}

  // The first holds the key until its own wait for the row ends; then one of the others has it, and
  // the third must not begin its wait for the key anew.
  @OnlyPostgres("CockroachDB waits for a locked row before the key is taken: it reads none")
  @Test
  void requestInProgressComesWithinFiveSecondsHoweverOftenTheKeyChangesHands() {
    try (Stage stage = Stage.of(database);
        Session _ = Session.holding(database, function.lockGuardRow())) {
      List<CompletableFuture<Heard>> all =
          List.of(
              heard(stage, Duration.ZERO, Duration.ofSeconds(5)),
              heard(stage, Duration.ofMillis(1_500), Duration.ofMillis(7_500)),
              heard(stage, Duration.ofMillis(1_500), Duration.ofMillis(7_500)));
      List<Heard> heard = all.stream().map(CompletableFuture::join).toList();
      assertThat(heard)
          .filteredOn(each -> each.answer().problem().equals("request-in-progress"))
          .isNotEmpty()
          .allSatisfy(each -> assertThat(each.after()).isLessThan(IN_PROGRESS_MAX));
      assertThat(heard)
          .extracting(each -> each.answer().problem())
          .containsOnly("request-in-progress", "contention");
    }
    assertThat(effects("k")).isZero();
  }

  private CompletableFuture<Heard> heard(Stage stage, Duration later, Duration time) {
    RequestStreamHandler handler = handler(stage);
    long start = System.nanoTime() + later.toNanos();
    return sendingLater(later, handler, function.accepted("k"), time)
        .thenApply(answer -> new Heard(answer, Duration.ofNanos(System.nanoTime() - start)));
  }
}
