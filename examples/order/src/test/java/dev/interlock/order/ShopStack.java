package dev.interlock.order;

import static org.awaitility.Awaitility.await;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.client.Hold;
import dev.interlock.client.InterlockClient;
import dev.interlock.client.KeyedCommand;
import dev.interlock.client.StockDecrement;
import dev.interlock.client.StockReservation;
import dev.interlock.client.Transfer;
import dev.interlock.emulator.Repository;
import dev.interlock.emulator.gateway.HttpApi;
import dev.interlock.emulator.gateway.TokenIssuer;
import dev.interlock.emulator.lambda.FunctionInvoker;
import dev.interlock.emulator.template.Template;
import dev.interlock.hold.HoldHandler;
import dev.interlock.hold.SettlementHandler;
import dev.interlock.office.Openings;
import dev.interlock.stockreservation.ReservationSettlementHandler;
import dev.interlock.stockreservation.StockReservationHandler;
import dev.interlock.testkit.calls.TestContext;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.transfer.TransferHandler;
import dev.interlock.write.StatementRunner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// The functions that an order needs, on a PostgreSQL, behind the routes of the template. Each
/// order has a separate buyer's account, shop's account and SKU.
final class ShopStack implements AutoCloseable {

  static final long MONEY = 100;
  static final long UNITS = 5;
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();
  private static final UUID LOCATION = UUID.fromString("b0000000-0000-4000-8000-000000000001");
  private static final UUID CAROL = UUID.fromString("a0000000-0000-4000-8000-000000000003");

  private final TestDatabase database;
  private final Stage stage;
  private final HttpApi api;
  private final TokenIssuer issuer;
  private final InterlockClient connections;
  private final Map<String, RequestStreamHandler> functions = new HashMap<>();

  private final AtomicInteger running = new AtomicInteger();

  /// Called before and after each function.
  private volatile Consumer<String> passing = _ -> {};

  ShopStack(TestDatabase database, Path folder) throws IOException {
    this.database = database;
    this.stage = Stage.ofOneEnvironment(database, 4);
    this.api = HttpApi.bind(0);
    this.issuer = TokenIssuer.of(folder.resolve("issuer.pem"));
    StatementRunner runner = stage.environment();
    functions.put("TransferFunction", new TransferHandler(runner));
    functions.put("HoldFunction", new HoldHandler(runner));
    functions.put("SettlementFunction", new SettlementHandler(runner));
    functions.put("StockReservationFunction", new StockReservationHandler(runner));
    functions.put("ReservationSettlementFunction", new ReservationSettlementHandler(runner));
    api.start(template(), issuer, invoker());
    connections = new InterlockClient(URI.create(api.url()), _ -> "");
  }

  private Template template() throws IOException {
    Map<String, String> parameters = new HashMap<>();
    for (String unused :
        List.of("DatabaseUrl", "DatabaseUser", "DatabasePassword", "DatabaseProduct")) {
      parameters.put(unused, "");
    }
    parameters.put("JwtIssuer", api.url());
    parameters.put("JwtAudience", TokenIssuer.AUDIENCE);
    return Repository.at(REPOSITORY).template(parameters);
  }

  private FunctionInvoker invoker() {
    return (id, event) -> {
      running.incrementAndGet();
      try {
        passing.accept("before " + id);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        Objects.requireNonNull(functions.get(id), id)
            .handleRequest(new ByteArrayInputStream(event), answer, new TestContext(TIMEOUT));
        passing.accept("after " + id);
        return answer.toByteArray();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        running.decrementAndGet();
      }
    };
  }

  /// Returns once no function runs.
  void awaitIdle() {
    await().until(() -> running.get() == 0);
  }

  /// Calls this before and after each function, in the thread that serves the request.
  void tell(Consumer<String> listener) {
    passing = listener;
  }

  String url() {
    return api.url();
  }

  /// The shop and the buyer are two people.
  String token(String caller) {
    return issuer.token(api.url(), caller, Duration.ofHours(1));
  }

  InterlockClient client(String caller) {
    String token = token(caller);
    return connections.as(_ -> token);
  }

  /// Opens what an order needs: it asks for all of the money and all of the stock.
  Checkout.PlacedOrder order(Duration ago) throws SQLException {
    UUID id = UUID.randomUUID();
    UUID buyer = UUID.randomUUID();
    UUID shop = UUID.randomUUID();
    Openings openings =
        new Openings("order")
            .account(buyer.toString(), "EUR", MONEY, Map.of("alice", "owner"))
            .account(shop.toString(), "EUR", 0, Map.of("bob", "owner"))
            .stock(LOCATION.toString(), sku(id), UNITS);
    try (Connection owner = database.connect()) {
      openings.put(owner);
    }
    return new Checkout.PlacedOrder(
        id,
        Instant.now().minus(ago).truncatedTo(ChronoUnit.MICROS),
        LOCATION,
        List.of(new StockDecrement.Line(sku(id), UNITS)),
        buyer,
        shop,
        MONEY,
        "EUR");
  }

  static String sku(UUID order) {
    return "SKU-" + order;
  }

  /// Whether the buyer's money has left, and whether the goods have.
  record Gone(boolean money, boolean goods) {}

  Gone gone(Checkout.PlacedOrder order) {
    return new Gone(
        database.number(
                "SELECT balance FROM account WHERE id = '%s'".formatted(order.buyerAccount()))
            == 0,
        database.number("SELECT on_hand FROM stock WHERE sku = '%s'".formatted(sku(order.id())))
            == 0);
  }

  /// The hold expires, and the buyer's money is held for somebody else.
  void expireTheHold(Checkout.PlacedOrder order) throws InterruptedException {
    database.run(
        "UPDATE hold SET expires_at = clock_timestamp() WHERE state = 'open' AND source_id = '%s'"
            .formatted(order.buyerAccount()));
    Hold other = new Hold(order.buyerAccount(), CAROL, MONEY, "EUR", tomorrow());
    client("alice").send(KeyedCommand.of(other));
  }

  /// The reservation expires, and the goods are reserved for somebody else.
  void expireTheReservation(Checkout.PlacedOrder order) throws InterruptedException {
    database.run(
        "UPDATE reservation_line SET expires_at = clock_timestamp()"
            + " WHERE state = 'open' AND sku = '%s'".formatted(sku(order.id())));
    StockReservation other =
        new StockReservation(order.location(), order.lines(), tomorrow(), Optional.empty());
    client("bob").send(KeyedCommand.of(other));
  }

  /// The shop spends what it has received.
  void spendTheShopsMoney(Checkout.PlacedOrder order) throws InterruptedException {
    Transfer spending = new Transfer(order.shopAccount(), CAROL, MONEY, "EUR");
    client("bob").send(KeyedCommand.of(spending));
  }

  private static Instant tomorrow() {
    return Instant.now().plus(Duration.ofDays(1));
  }

  @Override
  public void close() {
    api.close();
    stage.close();
  }
}
