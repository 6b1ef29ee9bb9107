package dev.interlock.testkit.races;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/// Runs parties that all start at the same moment, each in its own thread.
public final class Race {

  private Race() {}

  /// Runs all parties concurrently and returns their results in order. If one fails, so does the
  /// race.
  public static <T> List<T> of(int parties, IntFunction<T> party) {
    CyclicBarrier barrier = new CyclicBarrier(parties);
    try (ExecutorService threads = Executors.newFixedThreadPool(parties)) {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < parties; i++) {
        int index = i;
        Callable<T> task =
            () -> {
              barrier.await();
              return party.apply(index);
            };
        running.add(threads.submit(task));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) {
        results.add(one.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new AssertionError("a party failed", e.getCause());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
