package dev.interlock.soak;

import dev.interlock.audit.history.Exchange;
import dev.interlock.audit.history.HistoryWriter;
import dev.interlock.audit.operation.Operations;
import dev.interlock.client.ApiAnswer;
import dev.interlock.client.Attempt;
import dev.interlock.client.ClientSettings;
import dev.interlock.client.CommandOutcome;
import dev.interlock.client.InterlockClient;
import dev.interlock.client.KeyedCommand;
import dev.interlock.client.Transfer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// A process that makes a number of transfers of 1, and may be killed at any moment. It stores each
/// command before it sends it, and goes on with those that an earlier process left.
final class StoringProcess {
  static final String CALLER = "alice";
  static final UUID FROM = UUID.fromString("a0000000-0000-4000-8000-000000000001");
  static final UUID TO = UUID.fromString("a0000000-0000-4000-8000-000000000002");

  private static final int THREADS = 8;
  private static final AtomicInteger EXCHANGES = new AtomicInteger();

  private final InterlockClient client;
  private final Path store;

  private StoringProcess(URI api, String token, Path store) {
    this.store = store;
    this.client =
        new InterlockClient(
            api,
            rejected -> token,
            ClientSettings.defaults()
                .withTimeMax(Duration.ofSeconds(20))
                .withDelays(Duration.ofMillis(20), Duration.ofMillis(200))
                .withListener(this::record));
  }

  /// Settles all transfers.
  ///
  /// @param arguments the API, the caller's token, the folder of the store, and how many transfers
  public static void main(String[] arguments) throws Exception {
    StoringProcess process =
        new StoringProcess(URI.create(arguments[0]), arguments[1], Path.of(arguments[2]));
    AtomicInteger next = new AtomicInteger();
    int count = Integer.parseInt(arguments[3]);
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<? extends Future<?>> parts =
          IntStream.range(0, THREADS)
              .mapToObj(thread ->
                  threads.submit(() -> {
                    for (int each = next.getAndIncrement(); each < count; ) {
                      process.settle(each);
                      each = next.getAndIncrement();
                    }
                    return null;
                  }))
              .toList();
      for (Future<?> part : parts) {
        part.get();
      }
    }
  }

  /// The reference of a transfer, by which the journal shows how often it took effect.
  static String reference(int number) {
    return "transfer " + number;
  }

  private void settle(int number) throws Exception {
    Path done = store.resolve("done").resolve(number + ".json");
    if (Files.exists(done)) {
      return;
    }
    KeyedCommand<?> command = stored(number);
    while (true) {
      CommandOutcome<?> outcome = client.send(command);
      if (outcome instanceof CommandOutcome.Accepted<?> accepted) {
        write(done, accepted.receipt().body().toString());
        return;
      }
      boolean open =
          outcome instanceof CommandOutcome.Unknown || outcome instanceof CommandOutcome.NotWritten;
      if (!open) {
        throw new IllegalStateException(outcome.toString());
      }
    }
  }

  private KeyedCommand<?> stored(int number) throws IOException {
    Path file = store.resolve("commands").resolve(number + ".json");
    if (Files.exists(file)) {
      KeyedCommand<?> command = KeyedCommand.parse(Files.readString(file));
      // An earlier process may have sent it, and did not live to record that.
      Instant stored = Files.getLastModifiedTime(file).toInstant();
      record(command, stored, Optional.empty());
      return command;
    }
    KeyedCommand<?> command =
        KeyedCommand.of(new Transfer(FROM, TO, 1, "EUR").withReference(reference(number)));
    write(file, command.toJson());
    return command;
  }

  /// Writes a file whole or not at all.
  private static void write(Path file, String text) throws IOException {
    Path whole = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private void record(Attempt attempt) {
    try {
      record(
          attempt.call().command().orElseThrow(),
          attempt.sentAt(),
          attempt.answer().map(answer -> received(answer, attempt.endedAt())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Exchange.Answer received(ApiAnswer answer, Instant at) {
    return new Exchange.Answer(
        at.truncatedTo(ChronoUnit.MICROS),
        answer.status(),
        answer.replayed(),
        answer.etag(),
        answer.body());
  }

  /// A file for each exchange, so that a kill loses at most the one that is being written.
  private void record(KeyedCommand<?> command, Instant sentAt, Optional<Exchange.Answer> answer)
      throws IOException {
    String name = ProcessHandle.current().pid() + "-" + EXCHANGES.incrementAndGet() + ".jsonl";
    try (HistoryWriter history = HistoryWriter.to(store.resolve("history").resolve(name))) {
      history.write(
          new Exchange(
              Operations.TRANSFER,
              CALLER,
              Optional.of(command.key()),
              Optional.empty(),
              command.body(),
              sentAt.truncatedTo(ChronoUnit.MICROS),
              answer));
    }
  }
}
