package dev.interlock.emulator.clock;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/// The offset of another JVM's clock: milliseconds in a file of eight bytes, mapped by that JVM.
///
/// @param file big-endian; it never shrinks, because it is mapped
public record ClockOffset(Path file) {
  /// Creates a file in the folder with an offset of zero.
  public static ClockOffset createIn(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "clock", ".offset");
    Files.write(file, new byte[Long.BYTES]);
    return new ClockOffset(file);
  }

  /// Moves the clock; zero sets it right.
  public void set(Duration offset) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).putLong(0, offset.toMillis());
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(bytes, 0);
    }
  }
}
