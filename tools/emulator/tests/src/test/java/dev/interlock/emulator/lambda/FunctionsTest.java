package dev.interlock.emulator.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.emulator.lambda.FunctionFailedException.Reason;
import dev.interlock.emulator.template.Template;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// More calls than one execution environment can serve, and the size limits.
class FunctionsTest {
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final String NAME = "MisbehavingFunction";

  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  @TempDir Path folder;

  private Functions functions(Duration waitMax) throws Exception {
    Template.Function function =
        new Template.Function(
            NAME,
            "dev.interlock.emulator.functions." + NAME.replace("Function", "Handler"),
            TARGET.resolve("test-classes"),
            Duration.ofSeconds(10),
            256,
            Map.of());
    Template template = new Template(Map.of(NAME, function), List.of(), Optional.empty());
    RuntimeClient client = RuntimeClient.unpack(TARGET.resolve("lambda-runtime"), folder);
    return new Functions(template, client, new Limits(1, waitMax), log::add);
  }

  private static byte[] order(String order) {
    return ("{\"body\":\"" + order + "\"}").getBytes(UTF_8);
  }

  @Test
  void callThatWaitsTooLongIsRejected() throws Exception {
    try (Functions functions = functions(Duration.ofMillis(300))) {
      functions.invoke(NAME, order("sleep 0"));
      CompletableFuture<Void> busy = invoking(functions, "sleep 1500");
      Awaitility.await().until(() -> functions.waiting(NAME) == 0 && functions.busy(NAME) == 1);
      assertThatThrownBy(() -> functions.invoke(NAME, order("sleep 0")))
          .isInstanceOfSatisfying(
              FunctionFailedException.class,
              failure -> assertThat(failure.reason()).isEqualTo(Reason.NO_ENVIRONMENT));
      busy.join();
      assertThat(functions.invoke(NAME, order("sleep 0"))).isNotEmpty();
    }
  }

  @Test
  void callsAreServedInOrderOfArrival() throws Exception {
    try (Functions functions = functions(Duration.ofSeconds(29))) {
      functions.invoke(NAME, order("sleep 0"));
      List<CompletableFuture<Void>> calls = new ArrayList<>();
      calls.add(invoking(functions, "sleep 3000"));
      Awaitility.await().until(() -> functions.busy(NAME) == 1);
      List<String> expected = new ArrayList<>(List.of("told to sleep 0", "told to sleep 3000"));
      for (int i = 1; i <= 8; i++) {
        int number = i;
        expected.add("told to sleep " + number);
        calls.add(invoking(functions, "sleep " + number));
        Awaitility.await()
            .pollInterval(Duration.ofMillis(5))
            .until(() -> functions.waiting(NAME) == number);
      }
      CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).join();
      Awaitility.await().untilAsserted(() -> assertThat(log).isEqualTo(expected));
    }
  }

  @Test
  void eventOfSixMegabytesIsAcceptedAndOneByteMoreIsRejected() throws Exception {
    try (Functions functions = functions(Duration.ofSeconds(29))) {
      assertThat(functions.invoke(NAME, event(6_291_456))).isNotEmpty();
      assertThatThrownBy(() -> functions.invoke(NAME, event(6_291_457)))
          .isInstanceOfSatisfying(
              FunctionFailedException.class,
              failure -> {
                assertThat(failure.reason()).isEqualTo(Reason.EVENT_TOO_LARGE);
                assertThat(new String(failure.payload(), UTF_8))
                    .contains("\"errorType\":\"RequestEntityTooLargeException\"", "6291456 bytes");
              });
    }
  }

  private static byte[] event(int length) {
    return order("ignore " + "x".repeat(length - order("ignore ").length));
  }

  @Test
  void answerOfSixMegabytesAndAHundredBytesIsAcceptedAndOneByteMoreIsRejected() throws Exception {
    try (Functions functions = functions(Duration.ofSeconds(29))) {
      assertThat(functions.invoke(NAME, order("fill 6291556"))).hasSize(6_291_556);
      assertThatThrownBy(() -> functions.invoke(NAME, order("fill 6291557")))
          .isInstanceOfSatisfying(
              FunctionFailedException.class,
              failure -> {
                assertThat(failure.reason()).isEqualTo(Reason.FUNCTION_ERROR);
                assertThat(new String(failure.payload(), UTF_8))
                    .contains("\"errorType\":\"Function.ResponseSizeTooLarge\"", "6291556 bytes");
              });
      assertThat(functions.invoke(NAME, order("sleep 0"))).isNotEmpty();
    }
  }

  // A platform thread: a call may start a process.
  private static CompletableFuture<Void> invoking(Functions functions, String order) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            functions.invoke(NAME, order(order));
          } catch (FunctionFailedException failure) {
            throw new AssertionError(failure);
          }
        },
        task -> Thread.ofPlatform().start(task));
  }
}
