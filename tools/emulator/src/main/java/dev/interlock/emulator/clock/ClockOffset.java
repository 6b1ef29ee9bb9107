package dev.interlock.emulator.clock;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/// How far the clock of another JVM is off, as whoever moves it says: milliseconds in a file of
/// eight bytes, which that JVM has mapped.
///
/// @param file big-endian, never shorter: a mapped file must not shrink
public record ClockOffset(Path file) {
  /// A file of its own in the folder, for a clock that is right.
  public static ClockOffset createIn(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "clock", ".offset");
    Files.write(file, new byte[Long.BYTES]);
    return new ClockOffset(file);
  }

  /// Makes the clock jump; zero puts it right.
  public void set(Duration offset) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).putLong(0, offset.toMillis());
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(bytes, 0);
    }
  }
}
