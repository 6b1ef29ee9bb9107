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
import java.util.function.Consumer;

/// One execution environment of a function: a child JVM and the runtime API that it polls. It
/// serves as many invocations at once as it was started for, one unless told otherwise, and is of
/// no use after the first failure that is not the function's own.
final class ExecutionEnvironment implements RunningEnvironment, AutoCloseable {
  /// Lambda gives ten seconds; a desk that starts many at once on few cores is slower than Lambda.
  private static final Duration INITIALIZATION_MAX = Duration.ofSeconds(60);

  private final Template.Function function;
  private final RuntimeApi api;
  private final Process process;
  private final Optional<ClockOffset> clock;
  private final Set<Invocation> running = ConcurrentHashMap.newKeySet();

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

  /// Starts one that may be for a snapshot (`AWS_LAMBDA_INITIALIZATION_TYPE` is `snap-start` then).
  /// No snapshot is taken here: where it would be, the environment waits for `restore` and goes on.
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

  /// Reports the end of this child, for whatever reason, to those that wait for it.
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

  /// Waits until a snapshot could be taken.
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
  public boolean isBusy() {
    return !running.isEmpty();
  }

  /// Waits until the function's own start-up is done.
  void awaitInitialized() throws FunctionFailedException {
    await(api.initialized, INITIALIZATION_MAX, "init");
  }

  /// Runs the function with the event. Empty when the process ended before it was given the event,
  /// so that the event may safely go elsewhere.
  Optional<byte[]> invoke(byte[] event) throws FunctionFailedException {
    Invocation invocation = new Invocation(event);
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
      return Optional.of(await(invocation.answer, function.timeout(), invocation.requestId));
    } finally {
      running.remove(invocation);
    }
  }

  private void endWithTheChild(Invocation invocation) {
    FunctionFailedException died = died(invocation.requestId);
    invocation.answer.completeExceptionally(died);
    invocation.delivered.completeExceptionally(died);
  }

  private FunctionFailedException died(String requestId) {
    String how = process.isAlive() ? "" : " with exit status " + process.exitValue();
    String message = "Runtime exited" + how;
    return Invocation.failure(Reason.DIED, requestId, message);
  }

  private <T> T await(CompletableFuture<T> future, Duration atMost, String requestId)
      throws FunctionFailedException {
    try {
      return future.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      close();
      String message = "Task timed out after %d.00 seconds".formatted(atMost.toSeconds());
      throw Invocation.failure(Reason.TIMED_OUT, requestId, message);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof FunctionFailedException failure) {
        throw failure;
      }
      throw new IllegalStateException(failed);
    } catch (InterruptedException interrupted) {
      close();
      Thread.currentThread().interrupt();
      throw Invocation.failure(Reason.DIED, requestId, "Interrupted");
    }
  }

  /// Kills the child. Its runtime API goes when it is gone.
  @Override
  public void close() {
    process.destroyForcibly();
  }

  void awaitClosed() {
    process.onExit().join();
  }
}
