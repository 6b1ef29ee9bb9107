package dev.interlock.emulator.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/// Clients that send one transfer after the other without pause, each until it is accepted.
final class TransferClients implements AutoCloseable {

  /// What one of them heard.
  ///
  /// @param text all of it: headers and body
  record Heard(int status, String kind, String text) {}

  private final BiFunction<Integer, String, Heard> send;
  private final AtomicIntegerArray accepted;
  private final Map<String, AtomicLong> kinds = new ConcurrentHashMap<>();
  private final Map<String, String> notAccepted = new ConcurrentHashMap<>();
  private final ExecutorService threads;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile boolean over;

  /// Starts so many.
  ///
  /// @param send sends a transfer of this client under this key
  TransferClients(int clients, BiFunction<Integer, String, Heard> send) {
    this.send = send;
    this.accepted = new AtomicIntegerArray(clients);
    this.threads = Executors.newFixedThreadPool(clients);
    IntStream.range(0, clients).forEach(client -> threads.execute(() -> watched(client)));
  }

  private void watched(int client) {
    try {
      work(client);
    } catch (RuntimeException | AssertionError e) {
      failure.compareAndSet(null, e);
    }
  }

  private void work(int client) {
    String key = client + "." + accepted.get(client);
    while (!over) {
      Heard heard = send.apply(client, key);
      kinds.computeIfAbsent(heard.kind(), kind -> new AtomicLong()).incrementAndGet();
      if (heard.status() == 201) {
        key = client + "." + accepted.incrementAndGet(client);
      } else {
        notAccepted.put(key, heard.text());
      }
    }
  }

  /// Returns once each of them has had so many more accepted.
  void awaitAcceptedOfEach(int more) {
    List<Integer> goals =
        IntStream.range(0, accepted.length()).mapToObj(i -> accepted.get(i) + more).toList();
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(5))
        .failFast(() -> assertThat(failure.get()).isNull())
        .until(() ->
            IntStream.range(0, accepted.length()).allMatch(i -> accepted.get(i) >= goals.get(i)));
  }

  /// How many have been accepted.
  long accepted() {
    return IntStream.range(0, accepted.length()).mapToLong(accepted::get).sum();
  }

  /// How often each kind of answer was given: `ok`, or the name of a problem.
  Map<String, Long> kinds() {
    Map<String, Long> counts = new TreeMap<>();
    kinds.forEach((kind, count) -> counts.put(kind, count.get()));
    return counts;
  }

  /// What was answered to those that were not accepted at once, by key.
  Map<String, String> notAccepted() {
    return Map.copyOf(notAccepted);
  }

  /// Lets them finish what they have begun.
  @Override
  public void close() {
    over = true;
    threads.close();
    assertThat(failure.get()).isNull();
    assertThat(accepted()).isPositive();
  }
}
