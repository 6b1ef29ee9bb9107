package dev.interlock.typescript;

import dev.interlock.emulator.Cleanup;
import dev.interlock.emulator.Repository;
import dev.interlock.office.Openings;
import dev.interlock.soak.Fault;
import dev.interlock.soak.Soak;
import dev.interlock.soak.SoakStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// A stack whose functions are killed and frozen, and whose statements are struck on the wire.
final class StruckStack implements AutoCloseable {
  static final String CALLER = "alice";
  static final String LOCATION = UUID.nameUUIDFromBytes(new byte[] {0}).toString();
  static final String SKU = "CUP-1";
  static final List<String> ACCOUNTS =
      IntStream.rangeClosed(1, 10)
          .mapToObj(i -> UUID.nameUUIDFromBytes(new byte[] {(byte) i}).toString())
          .toList();
  static final long OPENING = 1_000_000;

  private static final int POLL_MILLIS = 50;
  private static final Duration TOKENS_FOR = Duration.ofHours(3);
  private static final int ENVIRONMENTS = 3;

  /// About a hundred commands.
  private static final int RECORD_BYTES_BETWEEN_STRIKES_MAX = 40_000;

  private final Cleanup cleanup = Cleanup.untilExit();
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final List<Future<?>> strikes = new ArrayList<>();
  private final AtomicInteger struck = new AtomicInteger();
  private final StruckWire wire;
  private final SoakStack stack;

  /// @param record grows with each command and result of the caller, and so sets the pace of the
  ///   faults
  StruckStack(Path folder, Path record, long seed) throws Exception {
    wire = new StruckWire(seed);
    stack =
        SoakStack.start(
            new SoakStack.Settings(
                Repository.at(Npm.ROOT),
                folder.resolve("data"),
                Optional.empty(),
                Optional.empty(),
                ENVIRONMENTS,
                _ -> {}),
            wire,
            TOKENS_FOR,
            cleanup);
    open();
    Soak.Striking functions =
        stack.faults().stream()
            .filter(each -> each.where() == Fault.Where.FUNCTION)
            .findFirst()
            .orElseThrow();
    for (Fault fault : List.of(Fault.FUNCTION_KILLED, Fault.FUNCTION_FROZEN)) {
      RandomGenerator random = new SplittableRandom(seed + fault.name().hashCode());
      strikes.add(threads.submit(() -> strike(functions, fault, record, random)));
    }
  }

  private void open() throws Exception {
    Map<String, String> roles = Map.of(CALLER, "owner");
    Openings openings = new Openings("clients");
    ACCOUNTS.forEach(account -> openings.account(account, "EUR", OPENING, roles));
    openings.location(LOCATION, roles).stock(LOCATION, SKU, OPENING);
    try (Connection owner = owner()) {
      openings.put(owner);
    }
  }

  private Void strike(Soak.Striking functions, Fault fault, Path record, RandomGenerator random)
      throws Exception {
    for (long next = 0; ; next += random.nextInt(RECORD_BYTES_BETWEEN_STRIKES_MAX)) {
      while (!Files.exists(record) || Files.size(record) < next) {
        Thread.sleep(POLL_MILLIS);
      }
      functions.strike(fault, random).ifPresent(_ -> struck.incrementAndGet());
    }
  }

  String url() {
    return stack.target().url();
  }

  String token() {
    return stack.target().tokens().apply(CALLER);
  }

  Connection owner() throws Exception {
    return stack.target().backOffice().call();
  }

  /// What has been struck so far.
  String faults() {
    return struck + " functions and " + wire.struck() + " statements struck";
  }

  /// Whether faults still strike. They stop if one of them fails.
  boolean isStriking() {
    return strikes.stream().noneMatch(Future::isDone);
  }

  /// How many functions have been struck.
  int functionsStruck() {
    return struck.get();
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    cleanup.close();
  }
}
