package dev.interlock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The functions without the native library of AWS's runtime client, as on a Mac.
@Execution(ExecutionMode.CONCURRENT)
class JavaClientTest {
  private static final List<String> IN_JAVA =
      List.of("JDK_JAVA_OPTIONS=-Dinterlock.runtime-client=java");

  @Test
  void everyFunctionAnswersWithoutNativeCode() throws Exception {
    replay(
        "events/transfer/accepted.json",
        "events/stock-decrement/accepted.json",
        "events/permission-change/accepted.json");
  }

  @Test
  @Tag("soak")
  void everyEventIsAnsweredWithoutNativeCode() throws Exception {
    replay("events");
  }

  private static void replay(String... events) throws Exception {
    String[] arguments = new String[events.length + 1];
    arguments[0] = "replay";
    for (int i = 0; i < events.length; i++) {
      arguments[i + 1] = CommandProcess.ROOT.resolve(events[i]).toString();
    }
    try (CommandProcess replay = CommandProcess.ofRepository(IN_JAVA, arguments)) {
      int exit = replay.exit(Duration.ofMinutes(5));
      assertThat(exit).as(replay.out() + replay.err()).isZero();
      assertThat(replay.out()).contains(" 0 not");
    }
  }
}
