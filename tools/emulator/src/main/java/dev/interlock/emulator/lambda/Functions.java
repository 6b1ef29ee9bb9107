package dev.interlock.emulator.lambda;

import dev.interlock.emulator.lambda.FunctionFailedException.Reason;
import dev.interlock.emulator.template.Template;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// All functions of a template, each with its execution environments.
public final class Functions implements FunctionInvoker, AutoCloseable {
  /// Lambda's limit on an event: 6 MB.
  private static final int EVENT_BYTES_MAX = 6 * 1024 * 1024;

  private final Map<String, FunctionPool> pools = new LinkedHashMap<>();
  private final AtomicReference<Consumer<String>> alsoLogged = new AtomicReference<>(_ -> {});

  /// @param log takes each line that a function writes to its standard output or error
  public Functions(Template template, RuntimeClient client, Limits limits, Consumer<String> log) {
    template
        .functions()
        .forEach((id, function) ->
            pools.put(id, new FunctionPool(function, client, limits, each -> tell(each, log))));
  }

  private void tell(String line, Consumer<String> log) {
    log.accept(line);
    alsoLogged.get().accept(line);
  }

  /// Passes the log lines on to this listener as well, and to no other, from now on.
  public void alsoLogTo(Consumer<String> listener) {
    alsoLogged.set(listener);
  }

  @Override
  public byte[] invoke(String logicalId, byte[] event) throws FunctionFailedException {
    FunctionPool pool = pool(logicalId);
    if (event.length > EVENT_BYTES_MAX) {
      String message =
          "Request must be smaller than %d bytes for the InvokeFunction operation"
              .formatted(EVENT_BYTES_MAX);
      throw FunctionFailedException.of(Reason.EVENT_TOO_LARGE, "none", message);
    }
    return pool.invoke(event);
  }

  /// The number of a function's calls that run now.
  int busy(String logicalId) {
    return pool(logicalId).busy();
  }

  /// The number of a function's calls that wait for an environment.
  int waiting(String logicalId) {
    return pool(logicalId).waiting();
  }

  /// The running execution environments, in the order of their functions' ids.
  public List<RunningEnvironment> running() {
    return pools.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(pool -> pool.getValue().running().stream())
        .toList();
  }

  private FunctionPool pool(String logicalId) {
    FunctionPool pool = pools.get(logicalId);
    if (pool == null) {
      throw new IllegalArgumentException("no function " + logicalId + " in the template");
    }
    return pool;
  }

  @Override
  public void close() {
    pools.values().forEach(FunctionPool::close);
  }
}
