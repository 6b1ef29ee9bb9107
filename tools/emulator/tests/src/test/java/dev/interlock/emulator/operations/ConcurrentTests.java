package dev.interlock.emulator.operations;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/// Runs tests concurrently, because they mostly wait, and reports each one separately.
final class ConcurrentTests {

  private final Map<String, Executable> tests = new LinkedHashMap<>();

  /// Adds a test.
  ConcurrentTests add(String name, Executable test) {
    tests.put(name, test);
    return this;
  }

  /// Runs all tests, and returns one dynamic test with the outcome of each.
  List<DynamicTest> run() {
    List<DynamicTest> reports = new ArrayList<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      tests.forEach((name, test) -> {
        CompletableFuture<Void> running = new CompletableFuture<>();
        threads.execute(() -> complete(running, test));
        reports.add(DynamicTest.dynamicTest(name, () -> outcome(running)));
      });
    }
    return reports;
  }

  private static void complete(CompletableFuture<Void> running, Executable test) {
    try {
      test.execute();
      running.complete(null);
    } catch (Throwable e) {
      running.completeExceptionally(e);
    }
  }

  private static void outcome(CompletableFuture<Void> running) throws Throwable {
    try {
      running.get();
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }
}
