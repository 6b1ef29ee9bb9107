package dev.interlock.emulator.clock;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;

/// The clock that rewritten classes read: the machine's, and what a file says is to be added now.
///
/// Its static methods have the names and types of those that they stand in for.
public final class ShiftedClock extends Clock {
  private static final VarHandle MILLIS =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.BIG_ENDIAN).varHandle();
  private static volatile MemorySegment offset = Arena.global().allocate(ValueLayout.JAVA_LONG);

  private final Clock machine;

  private ShiftedClock(Clock machine) {
    this.machine = machine;
  }

  /// From now on the file says how far this JVM's clock is off.
  static void follow(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      offset = channel.map(MapMode.READ_ONLY, 0, Long.BYTES, Arena.global());
    }
  }

  private static long offsetMillis() {
    return (long) MILLIS.getVolatile(offset, 0L);
  }

  /// As [System#currentTimeMillis].
  public static long currentTimeMillis() {
    return System.currentTimeMillis() + offsetMillis();
  }

  /// As [Clock#systemUTC].
  public static Clock systemUTC() {
    return new ShiftedClock(Clock.systemUTC());
  }

  /// As [Clock#systemDefaultZone].
  public static Clock systemDefaultZone() {
    return system(ZoneId.systemDefault());
  }

  /// As [Clock#system(ZoneId)].
  public static Clock system(ZoneId zone) {
    return new ShiftedClock(Clock.system(zone));
  }

  /// As [InstantSource#system].
  public static InstantSource system() {
    return systemUTC();
  }

  @Override
  public ZoneId getZone() {
    return machine.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return new ShiftedClock(machine.withZone(zone));
  }

  @Override
  public long millis() {
    return machine.millis() + offsetMillis();
  }

  @Override
  public Instant instant() {
    return machine.instant().plusMillis(offsetMillis());
  }
}
