package dev.interlock.emulator.operations;

import static dev.interlock.emulator.operations.TransferFixture.FUNCTION_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.emulator.database.DatabasePreparation;
import dev.interlock.emulator.database.ReplicatedPostgres;
import dev.interlock.emulator.database.ServerSettings;
import dev.interlock.emulator.operations.TransferApi.Heard;
import dev.interlock.emulator.template.Template;
import dev.interlock.testkit.servers.TestCertificate;
import dev.interlock.wire.PgProxy;
import dev.interlock.wire.Script;
import dev.interlock.wire.Upstream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Failovers, and servers that refuse writes. Calls in flight find the primary, and no call takes
/// effect twice, loses its effect or gets a 500.
@Order(2)
class FailoverTest {

  private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();
  private static final int ENVIRONMENTS = 3;
  private static final int CLIENTS = 6;

  /// Long enough for a call to reach the read-only server.
  private static final Duration READ_ONLY = Duration.ofSeconds(1);

  private static final Duration SHORT = Duration.ofSeconds(7);

  private static final String TOTAL = "SELECT sum(balance) FROM account";

  @TempDir static Path folder;

  private static TestCertificate certificate;
  private static ReplicatedPostgres servers;
  private static DatabaseAddress address;
  private static long total;

  @BeforeAll
  static void start() throws Exception {
    certificate = TestCertificate.create(folder, "dns:" + MovingName.NAME);
    servers =
        ReplicatedPostgres.start(
            Path.of("target").toAbsolutePath(),
            Files.createDirectory(folder.resolve("servers")),
            ServerSettings.disposable()
                .with(
                    "max_connections=40",
                    "ssl=on",
                    "ssl_cert_file=" + certificate.certificate(),
                    "ssl_key_file=" + certificate.key()));
    DatabasePreparation.createDatabase(servers.primary());
    address =
        DatabasePreparation.prepareWithDemoData(
                servers.primary().owner(), "interlock", System.err::println)
            .functions();
    total = number(TOTAL);
  }

  @AfterAll
  static void theLastPrimaryHasEveryUnitOfMoneyAndItsJournal() throws Exception {
    try (ReplicatedPostgres _ = servers) {
      assertThat(number(TOTAL)).isEqualTo(total);
      assertThat(
              number(
                  """
                  SELECT count(*) FROM account a
                  WHERE a.version > 0 AND NOT EXISTS (SELECT FROM account_entry e
                    WHERE e.account_id = a.id AND e.version = a.version
                      AND e.balance_after = a.balance)
                  """))
          .isZero();
    }
  }

  @Test
  void callsInFlightFindThePromotedStandby() throws Exception {
    ConcurrentSkipListSet<Long> accepted = new ConcurrentSkipListSet<>();
    try (PgProxy wire = PgProxy.before(FailoverTest::connectToPrimary, Script.UNBROKEN);
        TransferApi api = api(variables(address.via(wire.port()).url()), FUNCTION_TIMEOUT)) {
      TransferClients clients =
          new TransferClients(CLIENTS, (_, key) -> noted(api.transfer("load-" + key), accepted));
      try (clients) {
        clients.awaitAcceptedOfEach(5);
        servers.failOver(Duration.ofMillis(500), Duration.ofMillis(500));
        clients.awaitAcceptedOfEach(5);
        servers.restoreStandby();
        servers.failOver(Duration.ZERO, Duration.ZERO);
        clients.awaitAcceptedOfEach(5);
        servers.restoreStandby();
      }
      System.err.printf(
          "two failovers under load: answers %s, longest time without a success %d ms%n",
          clients.kinds(), longestGap(accepted).toMillis());
      assertThat(clients.kinds()).as(clients.notAccepted().toString()).containsOnlyKeys("ok");
      assertThat(effects("load-%")).isEqualTo(clients.accepted());
    }
  }

  /// The old primary returns as a standby while the name still points to it.
  @Test
  void callsInFlightFollowThePrimarysName() throws Exception {
    List<Integer> ports = List.of(servers.primary().port(), servers.standby().port());
    try (MovingName name =
            new MovingName(
                folder.resolve("hosts"),
                List.of(
                    () ->
                        servers.primary().port() == ports.get(0)
                            ? ports.get(0)
                            : servers.standby().port(),
                    () -> ports.get(1)));
        TransferApi api = api(byName(name), FUNCTION_TIMEOUT)) {
      assertAccepted(api.transfer("before-the-name-moves"));
      servers.failOver(Duration.ZERO, Duration.ZERO);
      servers.restoreStandby();
      List<CompletableFuture<Heard>> calls =
          IntStream.range(0, ENVIRONMENTS).mapToObj(i -> api.transferring("moving-" + i)).toList();
      Thread.sleep(READ_ONLY);
      assertThat(calls).noneMatch(CompletableFuture::isDone);
      name.leadTo(1);
      for (CompletableFuture<Heard> call : calls) {
        Heard heard = call.join();
        System.err.printf("name moved under a call: after %d ms%n", heard.after().toMillis());
        assertAccepted(heard);
      }
      assertThat(effects("moving-%")).isEqualTo(ENVIRONMENTS);
    }
  }

  @Test
  void callsWaitForAServerThatRefusesWritesAndThenGetUnavailable() throws Exception {
    // Other tests may have moved the primary.
    String primary = address.via(servers.primary().port()).url();
    try (TransferApi api = api(variables(primary), SHORT)) {
      assertAccepted(api.transfer("before-the-refusal"));
      servers.refuseWrites();
      CompletableFuture<Heard> call = api.transferring("waits");
      Thread.sleep(READ_ONLY);
      assertThat(call).isNotDone();
      servers.acceptWrites();
      assertAccepted(call.join());

      servers.refuseWrites();
      Heard unavailable = api.transfer("gives-up");
      assertThat(unavailable.status()).as(unavailable.response().body()).isEqualTo(503);
      assertThat(unavailable.response().body()).contains("urn:interlock:database-unavailable");
      assertThat(unavailable.response().headers().firstValue("Retry-After")).isPresent();
      servers.acceptWrites();
      Heard again = api.transfer("gives-up");
      assertAccepted(again);
      assertThat(again.isReplayed()).isFalse();
    }
  }

  private static Socket connectToPrimary() throws IOException {
    return Upstream.at(address.host(), servers.primary().port()).open();
  }

  private static TransferApi api(Map<String, String> variables, Duration timeout)
      throws IOException {
    return TransferApi.start(TransferApi.folder(folder), variables, timeout, ENVIRONMENTS);
  }

  private static Map<String, String> variables(String url) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("DATABASE_URL", url);
    variables.put("DATABASE_USER", address.user());
    variables.put("DATABASE_PASSWORD", address.password());
    return variables;
  }

  /// With the template's JVM options, which bound how long an address is cached.
  private static Map<String, String> byName(MovingName name) throws IOException {
    Map<String, String> variables =
        variables("postgresql://" + MovingName.NAME + ":" + name.port() + "/interlock");
    variables.put("DATABASE_ROOT_CERTIFICATE", certificate.certificate().toString());
    Map<String, String> parameters =
        Map.of("DatabaseUrl", "any", "JwtIssuer", "any", "JwtAudience", "any");
    String options =
        Template.read(REPOSITORY.resolve("template.yaml"), parameters)
            .functions()
            .get("TransferFunction")
            .environment()
            .get("JAVA_TOOL_OPTIONS");
    variables.put("JAVA_TOOL_OPTIONS", options + " " + name.option());
    return variables;
  }

  private static TransferClients.Heard noted(Heard heard, ConcurrentSkipListSet<Long> accepted) {
    String body = heard.response().body();
    if (heard.status() == 201) {
      accepted.add(System.nanoTime());
    }
    return new TransferClients.Heard(heard.status(), heard.status() == 201 ? "ok" : body, body);
  }

  private static Duration longestGap(ConcurrentSkipListSet<Long> moments) {
    long longest = 0;
    for (Long each : moments) {
      Long next = moments.higher(each);
      longest = Math.max(longest, next == null ? 0 : next - each);
    }
    return Duration.ofNanos(longest);
  }

  private static void assertAccepted(Heard heard) {
    assertThat(heard.status()).as(heard.response().body()).isEqualTo(201);
  }

  private static long effects(String keys) throws SQLException {
    return number(
        "SELECT count(DISTINCT transfer_id) FROM account_entry WHERE idempotency_key LIKE '"
            + keys
            + "'");
  }

  private static long number(String sql) throws SQLException {
    try (Connection owner = servers.primary().owner().connect();
        PreparedStatement query = owner.prepareStatement(sql)) {
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
