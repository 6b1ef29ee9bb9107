package dev.interlock.bench.start;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.emulator.lambda.FunctionFailedException;
import dev.interlock.emulator.lambda.Functions;
import dev.interlock.emulator.lambda.Limits;
import dev.interlock.emulator.lambda.RuntimeClient;
import dev.interlock.emulator.template.Template;
import dev.interlock.races.contender.DemoOrders;
import dev.interlock.races.contender.EventText;
import dev.interlock.races.contender.MeasuredOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Starts execution environments of functions, one process each, as Lambda does.
///
/// @param client AWS's runtime client
/// @param orders one for each call
record Environments(RuntimeClient client, DemoOrders orders) {

  private static final String OPTIONS = "JAVA_TOOL_OPTIONS";

  /// Calls of a training run: enough for the cache to record what runs, not only what is loaded.
  private static final int TRAINING_CALLS = 20;

  /// Replaces the template's timeout: slow starts and training runs must not be cut off.
  private static final Duration CALL_MAX = Duration.ofMinutes(2);

  private static final Duration TRAINING_END_MAX = Duration.ofMinutes(2);

  /// The cost of a start, up to the function's first answer.
  ///
  /// @param residentBytes memory of the process by then
  /// @param classes loaded by then
  record Cost(Duration cpu, Duration wall, long residentBytes, long classes) {}

  /// Starts the function and sends it a request.
  ///
  /// @param options of the JVM, in addition to the template's
  Cost start(Template.Function function, MeasuredOperation operation, String options)
      throws IOException {
    byte[] request = request(operation);
    Queue<String> log = new ConcurrentLinkedQueue<>();
    long start = System.nanoTime();
    try (Functions functions = functions(function, options, log)) {
      invoke(functions, function, request, log);
      Duration wall = Duration.ofNanos(System.nanoTime() - start);
      ProcessHandle process = functions.running().getFirst().process();
      // Of all threads, in the kernel's ticks of 10 ms: a fiftieth of the shortest start.
      Duration cpu = process.info().totalCpuDuration().orElseThrow();
      long resident = ProcessFigures.residentBytes(process.pid());
      return new Cost(cpu, wall, resident, ProcessFigures.classes(process.pid()));
    }
  }

  /// Calls the function a few times and writes an AOT cache of what the JVM learned.
  void train(Template.Function function, MeasuredOperation operation, Path cache)
      throws IOException {
    Queue<String> log = new ConcurrentLinkedQueue<>();
    try (Functions functions = functions(function, "-XX:AOTCacheOutput=" + cache, log)) {
      for (int call = 0; call < TRAINING_CALLS; call++) {
        invoke(functions, function, request(operation), log);
      }
      // The JVM writes the cache when it exits.
      end(functions.running().getFirst().process());
    }
    if (!Files.exists(cache)) {
      throw new IOException("no AOT cache of " + function.handler() + ": " + log);
    }
  }

  private byte[] request(MeasuredOperation operation) {
    return new EventText().of(orders.accepted(operation));
  }

  private static void end(ProcessHandle process) throws IOException {
    process.destroy();
    try {
      process.onExit().get(TRAINING_END_MAX.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    } catch (ExecutionException | TimeoutException failure) {
      throw new IOException(failure);
    }
  }

  private Functions functions(Template.Function function, String options, Queue<String> log) {
    Map<String, String> environment = new LinkedHashMap<>(function.environment());
    environment.merge(OPTIONS, options, (flags, more) -> (flags + " " + more).strip());
    Template.Function started =
        new Template.Function(
            function.logicalId(),
            function.handler(),
            function.code(),
            CALL_MAX,
            function.memoryMegabytes(),
            environment);
    Template template =
        new Template(Map.of(function.logicalId(), started), List.of(), Optional.empty());
    return new Functions(template, client, Limits.ofEnvironments(1), log::add);
  }

  private static void invoke(
      Functions functions, Template.Function function, byte[] request, Queue<String> log)
      throws IOException {
    try {
      String answer = new String(functions.invoke(function.logicalId(), request), UTF_8);
      if (!answer.replace(" ", "").contains("\"statusCode\":201")) {
        throw new IOException(function.handler() + " answered " + answer + ": " + log);
      }
    } catch (FunctionFailedException failure) {
      throw new IOException(function.handler() + ": " + log, failure);
    }
  }
}
