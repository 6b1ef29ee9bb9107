package dev.interlock.client;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/// Sends a call until an answer settles it or the time is up.
final class RepeatedCall {

  /// An attempt that is cut short would leave open what was settled.
  private static final Duration ANSWER_MIN = Duration.ofSeconds(1);

  /// How a call ended.
  ///
  /// @param last the last attempt
  /// @param settled whether its answer settles the call
  /// @param leftOpen whether some attempt may have written
  record End(Attempt last, boolean settled, boolean leftOpen) {}

  private final ClientSettings settings;
  private final HttpCalls http;
  private final TokenSource tokens;
  private final Pause pause;

  RepeatedCall(ClientSettings settings, HttpCalls http, TokenSource tokens, Pause pause) {
    this.settings = settings;
    this.http = http;
    this.tokens = tokens;
    this.pause = pause;
  }

  /// @param settles whether there is no point in sending it again after this attempt
  End send(ApiCall call, Predicate<Attempt> settles) throws InterruptedException {
    Backoff backoff = new Backoff(settings);
    long end = pause.nanoTime() + settings.timeMax().toNanos();
    boolean leftOpen = false;
    boolean renewed = false;
    String token = tokens.token(Optional.empty());
    for (int number = 1; ; number++) {
      Attempt attempt = attempt(call, number, token, Duration.ofNanos(end - pause.nanoTime()));
      leftOpen |= attempt.leavesOpen();
      boolean renewing =
          !renewed && attempt.answer().filter(each -> each.status() == 401).isPresent();
      if (settles.test(attempt) && !renewing) {
        return new End(attempt, true, leftOpen);
      }
      Duration wait = renewing ? Duration.ZERO : backoff.after(number, attempt.answer());
      if (end - pause.nanoTime() <= wait.plus(answerMin()).toNanos()) {
        return new End(attempt, false, leftOpen);
      }
      pause.sleep(wait);
      token = tokens.token(Optional.of(token).filter(rejected -> renewing));
      renewed |= renewing;
    }
  }

  private Duration answerMin() {
    return settings.answerMax().compareTo(ANSWER_MIN) < 0 ? settings.answerMax() : ANSWER_MIN;
  }

  private Attempt attempt(ApiCall call, int number, String token, Duration left)
      throws InterruptedException {
    Duration atMost = left.compareTo(settings.answerMax()) < 0 ? left : settings.answerMax();
    Attempt attempt = http.send(call, number, token, atMost);
    settings.listener().ended(attempt);
    return attempt;
  }
}
