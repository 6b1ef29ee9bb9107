package dev.interlock.bench.call;

import dev.interlock.api.ApiRequest;
import dev.interlock.api.ApiResponse;
import dev.interlock.api.WriteRequest;
import dev.interlock.telemetry.Invocation;
import dev.interlock.write.Attempts;
import dev.interlock.write.Deadline;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The steps of a call that all functions share, one by one.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StepBenchmark {

  /// The file of the recording that has the event.
  @Param("")
  public String recording = "";

  private final PrintStream nowhere =
      new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
  private byte[] event = {};

  /// Reads the event.
  @Setup
  public void open() throws IOException {
    event = Recording.read(Path.of(recording)).event();
  }

  /// Reads the event into a request with a caller.
  @Benchmark
  public ApiRequest event() {
    return ApiRequest.read(new ByteArrayInputStream(event));
  }

  /// The same, and checks body and key as far as every function does.
  @Benchmark
  public WriteRequest request() {
    return ApiRequest.read(new ByteArrayInputStream(event)).write();
  }

  /// Writes a response with eight members in API Gateway's format.
  @Benchmark
  public void response() throws IOException {
    ApiResponse.json(201, BODY).writeTo(nowhere);
  }

  private static final Map<String, Object> BODY =
      Map.of(
          "id", "2f0b7c1e-52d6-4e59-9a0e-6f6f2f0c9d11",
          "from", "a0000000-0000-4000-8000-000000000001",
          "to", "a0000000-0000-4000-8000-000000000002",
          "amount", 1L,
          "currency", "EUR",
          "reference", "Invoice 2026-117",
          "fromBalance", 99_999L,
          "createdAt", "2026-01-01T00:00:00.000000Z");

  /// Writes the log line of a call.
  @Benchmark
  public void line() {
    Invocation invocation =
        new Invocation(
            "interlock",
            "transfer",
            "00000000-0000-4000-8000-000000000000",
            new Attempts(Deadline.in(Duration.ofSeconds(14))));
    invocation.trace("Root=1-69b30f5e-0123456789abcdef01234567;Parent=0123456789abcdef;Sampled=0");
    invocation.coldStart(false);
    invocation.caller("alice");
    invocation.outcome("accepted");
    invocation.status(201);
    invocation.end(nowhere);
  }
}
