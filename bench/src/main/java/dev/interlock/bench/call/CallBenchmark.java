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

/// Repeats a recorded call, from the event to the answer and the log line: everything except the
/// database and the network.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CallBenchmark {

  /// The recording's file.
  @Param("")
  public String recording = "";

  /// Whether pgjdbc and the pool are included, or replaced by a stub.
  @Param("true")
  public boolean driver;

  private @Nullable CapturedOutput lines;
  private @Nullable WarmFunction function;
  private byte[] event = {};

  /// Opens the function, and checks that it gives the recorded kind of answer.
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
        played.operation(), SocketsDriver.on(nowhere, RecordedSockets.class, Path.of(recording)));
  }

  private static WarmFunction withoutDriver(Recording played) {
    return new WarmFunction(played.operation(), new DriverlessDatabase(played));
  }

  /// The call.
  @Benchmark
  public int call() throws IOException {
    return Objects.requireNonNull(function).call(event);
  }

  /// Closes the function.
  @TearDown
  public void close() {
    Objects.requireNonNull(function).close();
    Objects.requireNonNull(lines).close();
  }
}
