package dev.interlock.bench.start;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.bench.contender.Operation;
import dev.interlock.emulator.lambda.FunctionFailedException;
import dev.interlock.emulator.lambda.Functions;
import dev.interlock.emulator.lambda.Limits;
import dev.interlock.emulator.lambda.RuntimeClient;
import dev.interlock.emulator.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
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

/// Starts environments of functions, each in a process of its own, as Lambda does.
///
/// @param client AWS's own runtime
/// @param requests one for each call
record Environments(RuntimeClient client, Requests requests) {

  private static final String OPTIONS = "JAVA_TOOL_OPTIONS";

  /// A function in training is called so often, so that the cache knows what is run and not only
  /// what is loaded.
  private static final int TRAINING_CALLS = 20;

  /// Not the template's: what is slow, or is in training, shall be measured and not cut off.
  private static final Duration CALL_MAX = Duration.ofMinutes(2);

  private static final Duration TRAINING_END_MAX = Duration.ofMinutes(2);

  /// What a start came to when the function's first answer was there.
  ///
  /// @param residentBytes memory that the process then had
  /// @param classes that it had loaded
  record Cost(Duration cpu, Duration wall, long residentBytes, long classes) {}

  /// Starts the function and sends it a request.
  ///
  /// @param options of the JVM, beside the template's
  Cost start(Template.Function function, Operation operation, String options)
      throws IOException, SQLException {
    byte[] request = requests.next(operation);
    Queue<String> log = new ConcurrentLinkedQueue<>();
    long start = System.nanoTime();
    try (Functions functions = functions(function, options, log)) {
      invoke(functions, function, request, log);
      Duration wall = Duration.ofNanos(System.nanoTime() - start);
      ProcessHandle process = functions.running().getFirst().process();
      // All its threads', in the kernel's ticks of 10 ms: a fiftieth of the shortest start.
      Duration cpu = process.info().totalCpuDuration().orElseThrow();
      long resident = ProcessFigures.residentBytes(process.pid());
      return new Cost(cpu, wall, resident, ProcessFigures.classes(process.pid()));
    }
  }

  /// Has the function called for a while, and makes a cache of what the JVM learned.
  void train(Template.Function function, Operation operation, Path cache)
      throws IOException, SQLException {
    Queue<String> log = new ConcurrentLinkedQueue<>();
    try (Functions functions = functions(function, "-XX:AOTCacheOutput=" + cache, log)) {
      for (int call = 0; call < TRAINING_CALLS; call++) {
        invoke(functions, function, requests.next(operation), log);
      }
      // The JVM writes the cache when it is asked to end.
      end(functions.running().getFirst().process());
    }
    if (!Files.exists(cache)) {
      throw new IOException("no AOT cache of " + function.handler() + ": " + log);
    }
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
