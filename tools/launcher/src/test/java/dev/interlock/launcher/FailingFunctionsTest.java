package dev.interlock.launcher;

import static dev.interlock.launcher.GatewayStack.INTERNAL_ERROR;
import static dev.interlock.launcher.GatewayStack.assertOwn;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/// Functions that fail, hang, or are all busy, as a caller of the HTTP API sees them.
@Isolated("its tests measure times and count environments")
@ExtendWith(GatewayStack.Shared.class)
class FailingFunctionsTest {
  private final GatewayStack gateway;

  FailingFunctionsTest(GatewayStack gateway) {
    this.gateway = gateway;
  }

  @Test
  void aFunctionThatThrowsIsAnInternalErrorAndStaysWarm() throws Exception {
    int before = pid();
    assertOwn(gateway.order("throw"), 500, INTERNAL_ERROR);
    assertThat(pid()).isEqualTo(before);
  }

  @Test
  void aFunctionThatDiesIsAnInternalErrorAndReplaced() throws Exception {
    assertOwn(gateway.order("exit"), 500, INTERNAL_ERROR);
    assertThat(ProcessHandle.of(pid())).isPresent();
  }

  @Test
  void aFunctionThatHangsIsKilledAtItsTimeout() throws Exception {
    int before = pid();
    long start = System.nanoTime();
    assertOwn(gateway.order("hang"), 500, INTERNAL_ERROR);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(1900), Duration.ofSeconds(6));
    Awaitility.await()
        .until(() -> ProcessHandle.of(before).filter(ProcessHandle::isAlive).isEmpty());
    assertThat(pid()).isNotEqualTo(before);
  }

  @Test
  void anEnvironmentKilledWhileIdleIsReplacedUnnoticed() throws Exception {
    for (int round = 0; round < 3; round++) {
      ProcessHandle idle = ProcessHandle.of(pid()).orElseThrow();
      idle.destroyForcibly();
      idle.onExit().join();
      assertThat(gateway.order("sleep 0").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aFunctionThatCannotStartIsAnInternalError() throws Exception {
    for (int round = 0; round < 2; round++) {
      assertOwn(
          gateway.send(gateway.asCaller("/unstartable").POST(BodyPublishers.noBody())),
          500,
          INTERNAL_ERROR);
    }
  }

  @Test
  void callsBeyondTheEnvironmentsWait() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      HttpRequest request =
          gateway
              .asCaller("/misbehave")
              .header("Content-Type", "text/plain")
              .POST(BodyPublishers.ofString("sleep 200"))
              .build();
      calls.add(gateway.sending(request));
    }
    Set<Integer> pids = new TreeSet<>();
    for (CompletableFuture<HttpResponse<String>> call : calls) {
      assertThat(call.get().statusCode()).isEqualTo(200);
      pids.add(GatewayStack.JSON.readTree(call.get().body()).path("pid").asInt());
    }
    assertThat(pids).hasSize(2);
  }

  private int pid() throws Exception {
    return GatewayStack.JSON.readTree(gateway.order("sleep 0").body()).path("pid").asInt();
  }
}
