package dev.interlock.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.emulator.database.ContainerBridge;
import dev.interlock.emulator.host.FreePort;
import dev.interlock.emulator.lambda.FunctionFailedException;
import dev.interlock.emulator.lambda.FunctionFailedException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// A running `sam local start-lambda`: the functions in Lambda's image, one warm container each, on
/// the database of `./interlock start --containers`.
final class SamLocal implements AutoCloseable {
  private static final String ARCHITECTURE =
      System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x86_64";
  private static final String IMAGE = "public.ecr.aws/lambda/java:25-" + ARCHITECTURE;

  /// An image of hundreds of megabytes may have to be pulled.
  private static final Duration TOOL_MAX = Duration.ofMinutes(10);

  private static final Duration ANSWER_MAX = Duration.ofMinutes(2);

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port = FreePort.choose();
  private final Path log;
  private final Process server;

  private record Finished(int status, String out, String err) {}

  /// @param data the stack's data folder
  /// @param options of `sam local start-lambda`
  SamLocal(Path data, String... options) throws IOException {
    log = Files.createTempFile(data, "start-lambda", ".log");
    ProcessBuilder sam = sam(data, "start-lambda", "--warm-containers", "LAZY");
    sam.command().addAll(List.of("--port", Integer.toString(port)));
    sam.command().addAll(List.of(options));
    server = sam.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Awaitility.await()
        .atMost(ANSWER_MAX)
        .failFast(() -> assertThat(server.isAlive()).as(Files.readString(log)).isTrue())
        .until(() -> Files.readString(log).contains("Running on http://"));
  }

  /// The reason why no function can run in a container here, if there is one.
  static Optional<String> obstacle() throws IOException {
    if (!works("sam", "--version")) {
      return Optional.of("the SAM CLI is not installed");
    }
    if (!works("docker", "version")) {
      return Optional.of("no Docker engine answers");
    }
    if (!works("docker", "image", "inspect", IMAGE)) {
      Finished pull = run(new ProcessBuilder("docker", "pull", "--quiet", IMAGE));
      if (pull.status() != 0) {
        return Optional.of(IMAGE + " is absent and cannot be pulled: " + pull.err().strip());
      }
    }
    return ContainerBridge.ofDocker().isPresent()
        ? Optional.empty()
        : Optional.of("there is no network interface " + ContainerBridge.INTERFACE);
  }

  private static boolean works(String... command) {
    try {
      return run(new ProcessBuilder(command)).status() == 0;
    } catch (IOException absent) {
      return false;
    }
  }

  /// Invokes a function in its warm container.
  byte[] invoke(String logicalId, byte[] event) throws FunctionFailedException {
    String path = "/2015-03-31/functions/%s/invocations".formatted(logicalId);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(ANSWER_MAX)
            .POST(BodyPublishers.ofByteArray(event))
            .build();
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      // A container that dies during a call ends it with 200 and no body.
      if (response.statusCode() != 200 || response.body().length == 0) {
        throw new FunctionFailedException(Reason.FUNCTION_ERROR, response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Runs `sam local invoke`, which invokes a function in a new container.
  ///
  /// @param data the stack's data folder
  static byte[] invokeOnce(Path data, String logicalId, byte[] event)
      throws FunctionFailedException {
    try {
      Path file = Files.write(Files.createTempFile(data, "event", ".json"), event);
      Finished finished = run(sam(data, "invoke", logicalId, "--event", file.toString()));
      if (finished.status() != 0) {
        throw new FunctionFailedException(Reason.FUNCTION_ERROR, finished.err().getBytes(UTF_8));
      }
      return finished.out().getBytes(UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Kills the containers whose functions use the database at a port.
  ///
  /// @return how many there were
  static int killContainers(int databasePort) throws IOException {
    List<String> all = docker("ps", "--quiet").lines().toList();
    List<String> ours = new ArrayList<>(all);
    for (String id : all) {
      String environment = docker("inspect", "--format", "{{.Config.Env}}", id);
      if (!environment.contains(ContainerBridge.HOST + ":" + databasePort + "/")) {
        ours.remove(id);
      }
    }
    for (String id : ours) {
      docker("kill", id);
    }
    return ours.size();
  }

  private static String docker(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    Finished finished = run(new ProcessBuilder(command));
    assertThat(finished.status()).as(finished.err()).isZero();
    return finished.out();
  }

  /// A `sam local` command with what samconfig.toml sets, but on this stack and without the
  /// developer's AWS credentials, which SAM would pass on to the containers.
  private static ProcessBuilder sam(Path data, String... arguments) {
    List<String> command = new ArrayList<>(List.of("sam", "local"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--template", "template.yaml", "--skip-pull-image"));
    String parameters = "file://" + data.resolve("containers.yaml");
    command.addAll(List.of("--parameter-overrides", "Architecture=" + ARCHITECTURE, parameters));
    ProcessBuilder builder = new ProcessBuilder(command).directory(CommandProcess.ROOT.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().put("AWS_DEFAULT_REGION", "us-east-1");
    builder.environment().put("AWS_ACCESS_KEY_ID", "test");
    builder.environment().put("AWS_SECRET_ACCESS_KEY", "test");
    builder.environment().put("SAM_CLI_TELEMETRY", "0");
    return builder;
  }

  private static Finished run(ProcessBuilder command) throws IOException {
    Path out = Files.createTempFile("tool", ".out");
    Path err = Files.createTempFile("tool", ".err");
    try {
      Process process = command.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      if (!process.waitFor(TOOL_MAX.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("still runs: " + command.command());
      }
      return new Finished(process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  @Override
  public void close() {
    server.destroy();
    server.onExit().join();
  }
}
