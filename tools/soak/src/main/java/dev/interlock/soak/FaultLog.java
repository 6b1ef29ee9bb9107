package dev.interlock.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// Counts every injected fault, writes it down, and marks the requests that it strikes.
final class FaultLog implements AutoCloseable {
  private final RunningCalls running;
  private final FaultWriter out;
  private final Map<Fault, LongAdder> counts = new EnumMap<>(Fault.class);

  FaultLog(RunningCalls running, Path file) throws IOException {
    this.running = running;
    this.out = FaultWriter.to(file);
    for (Fault fault : Fault.values()) {
      counts.put(fault, new LongAdder());
    }
  }

  void add(FaultEvent event) {
    try {
      out.write(event);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    counter(event.fault()).increment();
    event
        .key()
        .ifPresentOrElse(
            running::strike, () -> running.strikeAll(call -> isStruck(call, event.target())));
  }

  private static boolean isStruck(Call call, String target) {
    return target.equals(FaultEvent.DATABASE) || target.equals(call.operation().function());
  }

  Map<Fault, Long> counts() {
    Map<Fault, Long> now = new EnumMap<>(Fault.class);
    counts.forEach((fault, count) -> now.put(fault, count.sum()));
    return now;
  }

  private LongAdder counter(Fault fault) {
    LongAdder counter = counts.get(fault);
    if (counter == null) {
      throw new IllegalArgumentException(fault.toString());
    }
    return counter;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
