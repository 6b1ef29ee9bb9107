package com.amazonaws.services.lambda.runtime.api.client.runtimeapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.reflect.AccessFlag;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The stand-in for AWS's native client, under the AWS class that calls it.
///
/// As for functions, these classes come first on the class path of the tests.
class NativeClientTest {
  private static final Path TARGET = Path.of("target");
  private static final Map<String, String> HEADERS =
      Map.of(
          "Lambda-Runtime-Aws-Request-Id", "id-1",
          "Lambda-Runtime-Trace-Id", "Root=1-2-3;Sampled=0",
          "Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:0:function:F",
          "Lambda-Runtime-Deadline-Ms", "1700000000123",
          "Lambda-Runtime-Client-Context", "{\"client\":1}",
          "Lambda-Runtime-Cognito-Identity", "{\"identity\":1}",
          "Lambda-Runtime-Aws-Tenant-Id", "tenant-1");

  private record Received(String request, int port, Map<String, String> headers, String body) {}

  private record Answer(int status, Map<String, String> headers, String body) {}

  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final LinkedBlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private HttpServer server;
  private LambdaRuntimeApiClient client;

  @BeforeEach
  void startRuntimeApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    client = new LambdaRuntimeApiClientImpl("127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stopRuntimeApi() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> headers = new TreeMap<>();
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
      received.add(
          new Received(
              exchange.getRequestMethod() + " " + exchange.getRequestURI(),
              exchange.getRemoteAddress().getPort(),
              headers,
              new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
      Answer answer = answers.remove();
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = answer.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /// If AWS adds or changes a native method, functions on a Mac cannot start.
  @Test
  void everyNativeClassOfAwsHasAStandInWithTheSameMethods() throws IOException {
    Map<String, Set<String>> aws = new TreeMap<>();
    for (ClassModel each : classesIn(awsJar())) {
      if (each.methods().stream().anyMatch(method -> method.flags().has(AccessFlag.NATIVE))) {
        aws.put(each.thisClass().asInternalName(), signatures(each));
      }
    }
    Map<String, Set<String>> ours =
        classesIn(TARGET.resolve("emulator-java-client.jar")).stream()
            .filter(each -> aws.containsKey(each.thisClass().asInternalName()))
            .collect(
                Collectors.toMap(
                    each -> each.thisClass().asInternalName(), NativeClientTest::signatures));
    assertThat(aws).hasSize(2);
    assertThat(ours)
        .allSatisfy((name, methods) ->
            assertThat(methods).as(name).containsAll(aws.getOrDefault(name, Set.of())));
    assertThat(ours.keySet()).isEqualTo(aws.keySet());
  }

  private static Path awsJar() throws IOException {
    try (Stream<Path> jars = Files.list(TARGET.resolve("lambda-runtime"))) {
      return jars.filter(jar -> jar.toString().contains("runtime-interface-client"))
          .sorted()
          .findFirst()
          .orElseThrow();
    }
  }

  private static List<ClassModel> classesIn(Path jar) throws IOException {
    List<ClassModel> classes = new ArrayList<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        if (entry.getName().endsWith(".class")) {
          classes.add(ClassFile.of().parse(zip.getInputStream(entry).readAllBytes()));
        }
      }
    }
    return classes;
  }

  /// The methods that other classes can call, by name and descriptor.
  private static Set<String> signatures(ClassModel type) {
    Set<String> signatures = new TreeSet<>();
    for (MethodModel method : type.methods()) {
      if (!method.flags().has(AccessFlag.PRIVATE)) {
        signatures.add(
            (method.flags().has(AccessFlag.STATIC) ? "static " : "")
                + method.methodName().stringValue()
                + method.methodType().stringValue());
      }
    }
    return signatures;
  }

  @Test
  void everyHeaderOfAnInvocationReachesTheFunction() throws Exception {
    answers.add(new Answer(200, HEADERS, "{\"event\": \"für alle\"}"));
    InvocationRequest request = client.nextInvocation();
    Set<String> values = new LinkedHashSet<>();
    for (var getter : Arrays.asList(InvocationRequest.class.getMethods())) {
      if (getter.getName().startsWith("get") && !getter.getName().equals("getClass")) {
        Object value = getter.invoke(request);
        values.add(value instanceof byte[] bytes ? new String(bytes, UTF_8) : value + "");
      }
    }
    assertThat(values).containsAll(HEADERS.values()).contains("{\"event\": \"für alle\"}");
    assertThat(values).as("a field that AWS has added").hasSize(HEADERS.size() + 1);
    assertThat(received)
        .singleElement()
        .satisfies(next -> {
          assertThat(next.request()).isEqualTo("GET /2018-06-01/runtime/invocation/next");
          assertThat(next.headers().get("User-agent")).startsWith("aws-lambda-java/");
        });
  }

  @Test
  void absentInvocationFieldsAreNull() throws Exception {
    answers.add(new Answer(200, Map.of("Lambda-Runtime-Aws-Request-Id", "id-1"), "{}"));
    InvocationRequest request = client.nextInvocation();
    assertThat(request.getXrayTraceId()).isNull();
    assertThat(request.getClientContext()).isNull();
    assertThat(request.getCognitoIdentity()).isNull();
    assertThat(request.getTenantId()).isNull();
  }

  @Test
  void responseArrivesOverTheConnectionOfItsInvocation() throws Exception {
    answers.add(new Answer(200, HEADERS, "{}"));
    answers.add(new Answer(202, Map.of(), "{\"status\":\"OK\"}"));
    answers.add(new Answer(200, HEADERS, ""));
    client.nextInvocation();
    client.reportInvocationSuccess("id-1", "{\"id\": \"ü\"}".getBytes(UTF_8));
    assertThat(client.nextInvocation().getContent()).isEmpty();
    assertThat(received.get(1).request())
        .isEqualTo("POST /2018-06-01/runtime/invocation/id-1/response");
    assertThat(received.get(1).body()).isEqualTo("{\"id\": \"ü\"}");
    assertThat(received.get(1).headers()).containsEntry("Content-type", "application/json");
    assertThat(received.stream().map(Received::port).distinct()).hasSize(1);
  }

  /// A server drops connections that are idle while the function works.
  @Test
  void responseAfterALongInvocationArrivesOverAFreshConnection() throws Exception {
    answers.add(new Answer(200, HEADERS, "{}"));
    answers.add(new Answer(202, Map.of(), ""));
    client.nextInvocation();
    Thread.sleep(1_100);
    client.reportInvocationSuccess("id-1", new byte[0]);
    assertThat(received.stream().map(Received::port).distinct()).hasSize(2);
  }

  @Test
  void connectionThatTheServerEndsIsNotUsedAgain() throws Exception {
    answers.add(new Answer(200, withClose(), "{}"));
    answers.add(new Answer(202, Map.of(), ""));
    client.nextInvocation();
    client.reportInvocationSuccess("id-1", new byte[0]);
    assertThat(received).hasSize(2);
  }

  private static Map<String, String> withClose() {
    Map<String, String> headers = new TreeMap<>(HEADERS);
    headers.put("Connection", "close");
    return headers;
  }

  @Test
  void rejectionIsReportedWithItsStatus() throws Exception {
    answers.add(new Answer(413, Map.of(), "{\"errorType\":\"RequestEntityTooLarge\"}"));
    answers.add(new Answer(403, Map.of(), "{}"));
    assertThatThrownBy(() -> client.reportInvocationSuccess("id-1", new byte[1]))
        .isInstanceOf(LambdaRuntimeClientException.class)
        .hasMessage("Failed to post invocation response. Response code: '413'.");
    assertThatThrownBy(client::nextInvocation)
        .hasMessage("Failed to get next. Response code: '403'.");
  }

  @Test
  void truncatedResponseIsNotAnInvocation() throws Exception {
    String head = "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id-1\r\n";
    assertThatThrownBy(() -> next(head + "Content-Length: 10\r\n\r\n{}"))
        .hasMessage("Failed to get next. Response code: '-1'.")
        .hasRootCauseMessage("the runtime API ended its response early");
    assertThatThrownBy(() -> next(head + "\r\n{}"))
        .hasRootCauseMessage("a response of the runtime API has no length");
    assertThatThrownBy(() -> next("")).hasRootCauseMessage("the runtime API closed the connection");
  }

  /// Asks a server that sends these bytes and closes the connection.
  private static void next(String bytes) throws Exception {
    try (ServerSocket raw = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform()
          .start(() -> {
            try (Socket socket = raw.accept()) {
              int read = socket.getInputStream().read(new byte[1000]);
              assertThat(read).isPositive();
              socket.getOutputStream().write(bytes.getBytes(UTF_8));
            } catch (IOException failure) {
              throw new UncheckedIOException(failure);
            }
          });
      String address = String.format(Locale.ROOT, "127.0.0.1:%d", raw.getLocalPort());
      new LambdaRuntimeApiClientImpl(address).nextInvocation();
    }
  }
}
