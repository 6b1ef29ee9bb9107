package dev.interlock.emulator.operations;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.emulator.gateway.HttpApi;
import dev.interlock.emulator.gateway.TokenIssuer;
import dev.interlock.emulator.lambda.Functions;
import dev.interlock.emulator.lambda.Limits;
import dev.interlock.emulator.lambda.RuntimeClient;
import dev.interlock.emulator.template.Template;
import java.io.IOException;
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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The transfer function behind the local HTTP API. Its execution environments are child JVMs that
/// run its jar in AWS's runtime client, with the environment variables of a test.
final class TransferApi implements AutoCloseable {

  static final String FROM = "a0000000-0000-4000-8000-000000000001";
  static final String TO = "a0000000-0000-4000-8000-000000000002";

  private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();
  private static final String ID = "TransferFunction";

  private final HttpApi api;
  private final Functions functions;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Path folder;
  private final String token;
  private final List<String> log;

  private TransferApi(
      HttpApi api, Functions functions, Path folder, String token, List<String> log) {
    this.api = api;
    this.functions = functions;
    this.folder = folder;
    this.token = token;
    this.log = log;
  }

  /// Starts to answer. Calls start the environments.
  ///
  /// @param folder an empty folder, not shared
  /// @param timeout the longest that a call may take before its environment is killed
  static TransferApi start(
      Path folder, Map<String, String> variables, Duration timeout, int environmentsMax)
      throws IOException {
    Map<String, String> environment = new LinkedHashMap<>(variables);
    environment.merge(
        "JAVA_TOOL_OPTIONS",
        "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
        (given, quick) -> given + " " + quick);
    Template.Function function =
        new Template.Function(
            ID,
            "dev.interlock.transfer.TransferHandler",
            REPOSITORY.resolve("functions/transfer/target/transfer.jar"),
            timeout,
            1024,
            environment);
    HttpApi api = HttpApi.bind(0);
    Template template =
        new Template(
            Map.of(ID, function),
            List.of(new Template.Route("POST", "/transfers", ID, true)),
            Optional.of(
                new Template.Authorizer(api.url(), List.of(TokenIssuer.AUDIENCE), List.of())));
    List<String> log = Collections.synchronizedList(new ArrayList<>());
    Functions functions =
        new Functions(
            template,
            RuntimeClient.unpack(
                REPOSITORY.resolve("tools/emulator/target/lambda-runtime"), folder),
            Limits.ofEnvironments(environmentsMax),
            log::add);
    TokenIssuer issuer = TokenIssuer.of(folder.resolve("issuer.pem"));
    api.start(template, issuer, functions);
    String token = issuer.token(api.url(), "alice", Duration.ofHours(1));
    return new TransferApi(api, functions, folder, token, log);
  }

  /// Creates a folder for one API in the folder of a test.
  static Path folder(Path parent) throws IOException {
    return Files.createTempDirectory(parent, "api");
  }

  /// The response to a caller, and the time that it took.
  record Heard(HttpResponse<String> response, Duration after) {

    int status() {
      return response.statusCode();
    }

    boolean isReplayed() {
      return response.headers().firstValue("Idempotency-Replayed").isPresent();
    }
  }

  /// Sends a transfer of 1, without waiting for the answer.
  CompletableFuture<Heard> transferring(String key) {
    String body =
        "{\"from\": \"%s\", \"to\": \"%s\", \"amount\": 1, \"currency\": \"EUR\"}"
            .formatted(FROM, TO);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(api.url() + "/transfers"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .timeout(Duration.ofSeconds(60))
            .POST(BodyPublishers.ofString(body, UTF_8))
            .build();
    long start = System.nanoTime();
    return http.sendAsync(request, BodyHandlers.ofString(UTF_8))
        .thenApply(response -> new Heard(response, Duration.ofNanos(System.nanoTime() - start)));
  }

  Heard transfer(String key) {
    return transferring(key).join();
  }

  /// The running execution environments.
  List<ProcessHandle> environments() {
    // The command line of each has a path in the folder.
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().commandLine().orElse("").contains(folder.toString()))
        .toList();
  }

  /// The only execution environment.
  ProcessHandle environment() {
    List<ProcessHandle> all = environments();
    if (all.size() != 1) {
      throw new AssertionError(all.size() + " environments");
    }
    return all.getFirst();
  }

  /// Every line that the function has logged so far.
  List<String> log() {
    synchronized (log) {
      return List.copyOf(log);
    }
  }

  @Override
  public void close() {
    functions.close();
    api.close();
    http.close();
  }
}
