package dev.interlock.emulator.gateway;

import com.sun.net.httpserver.HttpServer;
import dev.interlock.emulator.host.PortTakenException;
import dev.interlock.emulator.lambda.FunctionInvoker;
import dev.interlock.emulator.template.Template;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The HTTP API of a template on the loopback address, with its description and the public keys of
/// the local issuer.
///
/// It runs on platform threads, so that its answers do not depend on a free carrier of the virtual
/// threads in this process.
public final class HttpApi implements AutoCloseable {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final int BACKLOG = 1024;
  private static final String DESCRIPTION = "/openapi.json";
  private static final String KEYS = "/.well-known/jwks.json";
  private static final String DISCOVERY = "/.well-known/openid-configuration";

  static {
    // Otherwise a small answer can wait for an acknowledgement that the caller delays.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;

  private final Additions additions = new Additions();

  /// Unbounded: each call takes one thread for its request and one for its function, and a request
  /// that waits for a thread might not be answered in time.
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("gateway-", 0).factory());

  private HttpApi(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
  }

  /// Binds the port. Requests wait until `start` is called.
  public static HttpApi bind(int port) throws IOException {
    try {
      return new HttpApi(HttpServer.create(new InetSocketAddress(LOOPBACK, port), BACKLOG));
    } catch (BindException taken) {
      throw new PortTakenException(LOOPBACK, port, taken);
    }
  }

  /// The URL of the API, which is also the issuer's name.
  public String url() {
    return "http://127.0.0.1:" + port();
  }

  /// The port on the loopback address.
  public int port() {
    return server.getAddress().getPort();
  }

  /// Serves a description of the API.
  ///
  /// @param openApi the document in YAML
  public void describe(String openApi) throws IOException {
    additions.documents().put(DESCRIPTION, ApiDescription.json(openApi, url()));
  }

  /// Serves pages for people, in front of the template's routes.
  public void show(Pages pages) {
    additions.pages().set(pages);
  }

  /// Tells this listener, and no other, of each call from now on.
  public void tell(CallListener listener) {
    additions.calls().set(listener);
  }

  /// Starts to answer requests.
  public void start(Template template, TokenIssuer issuer, FunctionInvoker functions) {
    start(template, issuer, functions, FunctionInvoker.WAIT_MAX);
  }

  void start(Template template, TokenIssuer issuer, FunctionInvoker functions, Duration waitMax) {
    Integration integration = new Integration(functions, threads, waitMax);
    additions.documents().put(KEYS, issuer.keySet());
    additions.documents().put(DISCOVERY, discovery(url()));
    ApiRequests requests = new ApiRequests(additions, template, issuer, integration);
    server.createContext("/", requests);
    server.start();
  }

  private static String discovery(String url) {
    return String.format(
        Locale.ROOT,
        "{\"issuer\":\"%s\",\"jwks_uri\":\"%s%s\","
            + "\"id_token_signing_alg_values_supported\":[\"RS256\"]}",
        url,
        url,
        KEYS);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
