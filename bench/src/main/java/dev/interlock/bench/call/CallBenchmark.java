package dev.interlock.bench.call;

import dev.interlock.emulator.database.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// One recorded call again and again, from the event to the answer and the log line: everything but
/// the database and the way to it.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CallBenchmark {

  /// The recording's file.
  @Param("")
  public String recording = "";

  /// Whether pgjdbc and the pool are in it, or a stand-in for both.
  @Param("true")
  public boolean driver;

  private @Nullable CapturedOutput lines;
  private @Nullable WarmFunction function;
  private byte[] event = {};

  /// Opens the function, and sees that it is answered as it was.
  @Setup
  public void open() throws IOException {
    lines = CapturedOutput.drop();
    Recording played = Recording.read(Path.of(recording));
    WarmFunction opened = driver ? withDriver(played) : withoutDriver(played);
    opened.call(played.event());
    played.answer().check(opened.answer());
    function = opened;
    event = played.event();
  }

  private WarmFunction withDriver(Recording played) {
    DatabaseAddress nowhere = DatabaseAddress.here(1, "interlock", "interlock", "interlock");
    return WarmFunction.on(
        played.function(), SocketsDriver.on(nowhere, RecordedSockets.class, Path.of(recording)));
  }

  private static WarmFunction withoutDriver(Recording played) {
    return new WarmFunction(played.function(), new DriverlessDatabase(played));
  }

  /// The call.
  @Benchmark
  public int call() throws IOException {
    return Objects.requireNonNull(function).call(event);
  }

  /// Puts back what the function has used.
  @TearDown
  public void close() {
    Objects.requireNonNull(function).close();
    Objects.requireNonNull(lines).close();
  }
}
