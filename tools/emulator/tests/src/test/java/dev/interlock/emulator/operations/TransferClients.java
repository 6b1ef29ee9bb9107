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

/// Clients that send transfers without pause, each one until it is accepted.
final class TransferClients implements AutoCloseable {

  /// The answer to a client.
  ///
  /// @param text headers and body
  record Heard(int status, String kind, String text) {}

  private final BiFunction<Integer, String, Heard> send;
  private final AtomicIntegerArray accepted;
  private final Map<String, AtomicLong> kinds = new ConcurrentHashMap<>();
  private final Map<String, String> notAccepted = new ConcurrentHashMap<>();
  private final ExecutorService threads;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile boolean over;

  /// Starts the clients.
  ///
  /// @param send sends a transfer of the given client with the given key
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

  /// Returns once `more` further transfers of each client have been accepted.
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

  /// The number of accepted transfers.
  long accepted() {
    return IntStream.range(0, accepted.length()).mapToLong(accepted::get).sum();
  }

  /// The number of answers of each kind: `ok`, or the name of a problem.
  Map<String, Long> kinds() {
    Map<String, Long> counts = new TreeMap<>();
    kinds.forEach((kind, count) -> counts.put(kind, count.get()));
    return counts;
  }

  /// The last answer to each transfer that was not accepted at first, by key.
  Map<String, String> notAccepted() {
    return Map.copyOf(notAccepted);
  }

  /// Waits for the calls in flight.
  @Override
  public void close() {
    over = true;
    threads.close();
    assertThat(failure.get()).isNull();
    assertThat(accepted()).isPositive();
  }
}
