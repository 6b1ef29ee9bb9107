package dev.interlock.emulator.lambda;

import dev.interlock.emulator.lambda.FunctionFailedException.Reason;
import dev.interlock.emulator.template.Template;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The execution environments of one function: started when a call finds none free, kept warm,
/// never more than the limit. Calls beyond it wait in order.
final class FunctionPool implements AutoCloseable {
  private final Template.Function function;
  private final RuntimeClient client;
  private final Duration waitMax;
  private final int environmentsMax;
  private final Consumer<String> log;
  private final Semaphore turns;
  private final ConcurrentLinkedDeque<ExecutionEnvironment> idle = new ConcurrentLinkedDeque<>();
  private final Set<ExecutionEnvironment> all = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  FunctionPool(
      Template.Function function, RuntimeClient client, Limits limits, Consumer<String> log) {
    this.function = function;
    this.client = client;
    this.waitMax = limits.waitMax();
    this.environmentsMax = limits.environmentsMax();
    this.log = log;
    this.turns = new Semaphore(limits.environmentsMax(), true);
  }

  byte[] invoke(byte[] event) throws FunctionFailedException {
    boolean mine = false;
    try {
      mine = turns.tryAcquire(waitMax.toMillis(), TimeUnit.MILLISECONDS);
      if (!mine) {
        throw Invocation.failure(Reason.NO_ENVIRONMENT, "none", "Rate Exceeded.");
      }
      return run(event);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw Invocation.failure(Reason.DIED, "none", "Interrupted");
    } finally {
      if (mine) {
        turns.release();
      }
    }
  }

  int busy() {
    return environmentsMax - turns.availablePermits();
  }

  int waiting() {
    return turns.getQueueLength();
  }

  /// Those that have a process now, the one that was started first in front.
  List<RunningEnvironment> running() {
    return all.stream()
        .filter(ExecutionEnvironment::isAlive)
        .sorted(Comparator.comparingLong(environment -> environment.process().pid()))
        .<RunningEnvironment>map(environment -> environment)
        .toList();
  }

  private byte[] run(byte[] event) throws FunctionFailedException {
    while (true) {
      ExecutionEnvironment warm = warm();
      ExecutionEnvironment environment = warm != null ? warm : started();
      Optional<byte[]> answer;
      try {
        answer = environment.invoke(event);
        if (answer.isPresent()) {
          idle.push(environment);
          return answer.get();
        }
      } catch (FunctionFailedException failure) {
        // An error that the function reported leaves its environment as good as before.
        if (failure.reason() == Reason.FUNCTION_ERROR) {
          idle.push(environment);
        } else {
          discard(environment);
        }
        throw failure;
      }
      discard(environment);
      if (warm == null) {
        throw Invocation.failure(Reason.DIED, "none", "Runtime exited before its first event");
      }
    }
  }

  private @Nullable ExecutionEnvironment warm() {
    for (ExecutionEnvironment next = idle.poll(); next != null; next = idle.poll()) {
      if (next.isAlive()) {
        return next;
      }
      discard(next);
    }
    return null;
  }

  private ExecutionEnvironment started() throws FunctionFailedException {
    ExecutionEnvironment environment;
    try {
      environment = ExecutionEnvironment.start(function, client, log);
    } catch (IOException failure) {
      throw Invocation.failure(Reason.DIED, "init", "Cannot start a JVM");
    }
    all.add(environment);
    if (closed) {
      discard(environment);
    }
    try {
      environment.awaitInitialized();
    } catch (FunctionFailedException failure) {
      discard(environment);
      throw failure;
    }
    return environment;
  }

  private void discard(ExecutionEnvironment environment) {
    environment.close();
    all.remove(environment);
  }

  @Override
  public void close() {
    closed = true;
    all.forEach(ExecutionEnvironment::close);
    all.forEach(ExecutionEnvironment::awaitClosed);
  }
}
