package dev.interlock.emulator.lambda;

import dev.interlock.emulator.clock.ClockOffset;
import dev.interlock.emulator.lambda.FunctionFailedException.Reason;
import dev.interlock.emulator.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// One execution environment of a function: a child JVM and the runtime API that it polls.
///
/// It serves one invocation at a time unless its variables allow more, and cannot be used after the
/// first failure that the function did not report itself.
final class ExecutionEnvironment implements RunningEnvironment, AutoCloseable {
  /// Lambda allows ten seconds. A developer's machine that starts many at once needs more.
  private static final Duration INITIALIZATION_MAX = Duration.ofSeconds(60);

  private final Template.Function function;
  private final RuntimeApi api;
  private final Process process;
  private final Optional<ClockOffset> clock;
  private final AtomicLong invocations = new AtomicLong();
  private final Set<PendingInvocation> running = ConcurrentHashMap.newKeySet();

  private ExecutionEnvironment(
      Template.Function function, RuntimeApi api, Process process, Optional<ClockOffset> clock) {
    this.function = function;
    this.api = api;
    this.process = process;
    this.clock = clock;
  }

  static ExecutionEnvironment start(
      Template.Function function, RuntimeClient client, Consumer<String> log) throws IOException {
    return start(function, client, log, CompletableFuture.completedFuture(null));
  }

  /// Starts an environment, which may be for a snapshot: `AWS_LAMBDA_INITIALIZATION_TYPE` is then
  /// `snap-start`. Instead of taking the snapshot, the environment waits for `restore`.
  static ExecutionEnvironment start(
      Template.Function function,
      RuntimeClient client,
      Consumer<String> log,
      CompletableFuture<Void> restore)
      throws IOException {
    String arn = "arn:aws:lambda:us-east-1:000000000000:function:" + function.logicalId();
    RuntimeApi api = new RuntimeApi(arn, function.timeout(), restore);
    try {
      Path code = function.code();
      Path taskRoot = Files.isDirectory(code) ? code : code.toAbsolutePath().getParent();
      Optional<ClockOffset> clock = client.newClock();
      ProcessBuilder builder =
          new ProcessBuilder(
                  client.command(function.handler(), code, function.memoryMegabytes(), clock))
              .directory(Optional.ofNullable(taskRoot).map(Path::toFile).orElse(null))
              .redirectErrorStream(true);
      builder.environment().clear();
      builder
          .environment()
          .putAll(EnvironmentVariables.of(function, api.address(), String.valueOf(taskRoot)));
      Process process = builder.start();
      process.getOutputStream().close();
      ExecutionEnvironment environment = new ExecutionEnvironment(function, api, process, clock);
      ChildOutput.follow(process, function.logicalId(), log);
      Thread.ofPlatform().daemon().name(function.logicalId() + " end").start(environment::watch);
      return environment;
    } catch (IOException | RuntimeException failure) {
      api.close();
      throw failure;
    }
  }

  /// Fails all waiting calls when the child ends.
  private void watch() {
    try {
      process.waitFor();
    } catch (InterruptedException interrupted) {
      close();
      Thread.currentThread().interrupt();
    }
    api.snapshot.completeExceptionally(died("init"));
    api.initialized.completeExceptionally(died("init"));
    running.forEach(this::endWithTheChild);
    api.close();
  }

  @Override
  public Optional<ClockOffset> clock() {
    return clock;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Waits until the environment is ready for its snapshot.
  void awaitSnapshot() throws FunctionFailedException {
    await(api.snapshot, INITIALIZATION_MAX, "snapshot");
  }

  @Override
  public String logicalId() {
    return function.logicalId();
  }

  @Override
  public ProcessHandle process() {
    return process.toHandle();
  }

  @Override
  public boolean isInitialized() {
    return api.initialized.isDone() && !api.initialized.isCompletedExceptionally();
  }

  @Override
  public long invocations() {
    return invocations.get();
  }

  @Override
  public boolean isBusy() {
    return !running.isEmpty();
  }

  /// Waits until the function has started.
  void awaitInitialized() throws FunctionFailedException {
    await(api.initialized, INITIALIZATION_MAX, "init");
  }

  /// Runs the function with the event. Empty when the process ended before it received the event,
  /// which can then safely go to another environment.
  Optional<byte[]> invoke(byte[] event) throws FunctionFailedException {
    PendingInvocation invocation = new PendingInvocation(event);
    running.add(invocation);
    try {
      if (!process.isAlive()) {
        return Optional.empty();
      }
      api.deliver(invocation);
      try {
        await(invocation.delivered, INITIALIZATION_MAX, invocation.requestId);
      } catch (FunctionFailedException notDelivered) {
        return Optional.empty();
      }
      invocations.incrementAndGet();
      return Optional.of(await(invocation.answer, function.timeout(), invocation.requestId));
    } finally {
      running.remove(invocation);
    }
  }

  private void endWithTheChild(PendingInvocation invocation) {
    FunctionFailedException died = died(invocation.requestId);
    invocation.answer.completeExceptionally(died);
    invocation.delivered.completeExceptionally(died);
  }

  private FunctionFailedException died(String requestId) {
    String how = process.isAlive() ? "" : " with exit status " + process.exitValue();
    String message = "Runtime exited" + how;
    return FunctionFailedException.of(Reason.DIED, requestId, message);
  }

  private <T> T await(CompletableFuture<T> future, Duration atMost, String requestId)
      throws FunctionFailedException {
    try {
      return future.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      close();
      String message = "Task timed out after %d.00 seconds".formatted(atMost.toSeconds());
      throw FunctionFailedException.of(Reason.TIMED_OUT, requestId, message);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof FunctionFailedException failure) {
        throw failure;
      }
      throw new IllegalStateException(failed);
    } catch (InterruptedException interrupted) {
      close();
      Thread.currentThread().interrupt();
      throw FunctionFailedException.of(Reason.DIED, requestId, "Interrupted");
    }
  }

  /// Kills the child. Its runtime API closes when the child has ended.
  @Override
  public void close() {
    process.destroyForcibly();
  }

  void awaitClosed() {
    process.onExit().join();
  }
}
