package dev.interlock.typescript;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.audit.Audit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ten thousand commands in Node, while functions and statements are struck: none is doubled, none
/// is lost, and every result is true.
@Tag("soak")
class FaultsTest {
  private static final int COMMANDS = Integer.getInteger("interlock.test.commands", 10_000);
  private static final int AT_ONCE = 8;
  private static final int LIFE_MILLIS_MAX = 20_000;
  private static final Duration CALLER_MAX = Duration.ofMinutes(40);

  @TempDir Path folder;

  @Test
  void everyResultIsTrue() throws Exception {
    run(false);
  }

  @Test
  void everyResultIsTrueForACallerThatIsKilled() throws Exception {
    run(true);
  }

  private void run(boolean killed) throws Exception {
    Path script = Npm.installed().folder().resolve("build/test/caller.js");
    long seed = System.nanoTime();
    try (StruckStack stack = new StruckStack(folder, folder.resolve("record"), seed)) {
      int kills = send(stack, script, killed ? new Random(seed) : null);
      CallerRecord sent = CallerRecord.read(folder.resolve("record"));
      System.out.printf(
          "seed %d, caller killed %d times, %s, results %s%n",
          seed, kills, stack.faults(), sent.counts());
      assertThat(sent.bodies()).hasSize(COMMANDS);
      assertThat(sent.counts().keySet()).isSubsetOf("accepted", "refused", "not-written");
      assertThat(stack.functionsStruck()).isPositive();
      assertThat(stack.isStriking()).isTrue();
      assertThat(kills > 0).isEqualTo(killed);
      try (Connection owner = stack.owner()) {
        assertThat(Audit.run(owner).passed()).isTrue();
        assertEachTookEffectAsToldToTheCaller(sent, owner);
      }
    }
  }

  /// Runs the caller to its end. Returns how often it was killed before.
  private int send(StruckStack stack, Path script, @Nullable Random kill) throws Exception {
    for (int kills = 0; ; kills++) {
      Process caller = start(stack, script);
      boolean ended =
          kill == null
              ? caller.waitFor(CALLER_MAX.toSeconds(), TimeUnit.SECONDS)
              : caller.waitFor(kill.nextInt(1_000, LIFE_MILLIS_MAX), TimeUnit.MILLISECONDS);
      if (ended) {
        assertThat(caller.exitValue()).as(Files.readString(folder.resolve("caller.out"))).isZero();
        return kills;
      }
      caller.destroyForcibly().onExit().join();
      assertThat(kill).as("still runs").isNotNull();
    }
  }

  private Process start(StruckStack stack, Path script) throws IOException {
    Process caller =
        new ProcessBuilder("node", script.toString(), folder.resolve("record").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("caller.out").toFile())
            .start();
    Map<String, Object> orders =
        Map.of(
            "url",
            stack.url(),
            "token",
            stack.token(),
            "commands",
            COMMANDS,
            "atOnce",
            AT_ONCE,
            "accounts",
            StruckStack.ACCOUNTS,
            "location",
            StruckStack.LOCATION,
            "sku",
            StruckStack.SKU);
    try (var in = caller.getOutputStream()) {
      in.write(new ObjectMapper().writeValueAsString(orders).getBytes(UTF_8));
    }
    return caller;
  }

  private static void assertEachTookEffectAsToldToTheCaller(CallerRecord sent, Connection owner)
      throws SQLException {
    Map<String, List<String>> effects =
        byKey(
            owner,
            "SELECT DISTINCT idempotency_key, transfer_id FROM account_entry"
                + " WHERE transfer_id IS NOT NULL UNION ALL"
                + " SELECT idempotency_key, decrement_id FROM stock_entry"
                + " WHERE decrement_id IS NOT NULL");
    Map<String, List<String>> verdicts =
        byKey(
            owner,
            "SELECT idempotency_key, verdict FROM idempotency WHERE operation IN"
                + " ('transfer', 'stock-decrement')");
    sent.results()
        .forEach((key, result) -> {
          List<String> effect = effects.getOrDefault(key, List.of());
          switch (sent.kind(key)) {
            case "accepted" -> assertThat(effect).containsExactly(result.path("id").asText());
            case "refused" -> {
              assertThat(effect).isEmpty();
              assertThat(verdicts.get(key)).as(key).hasSize(1);
            }
            default -> assertThat(verdicts).doesNotContainKey(key);
          }
        });
    assertThat(effects).hasSize(sent.counts().getOrDefault("accepted", 0));
    assertThat(balances(owner)).isEqualTo(expectedBalances(sent));
  }

  private static Map<String, List<String>> byKey(Connection owner, String query)
      throws SQLException {
    Map<String, List<String>> found = new HashMap<>();
    try (Statement statement = owner.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        found.computeIfAbsent(rows.getString(1), _ -> new ArrayList<>()).add(rows.getString(2));
      }
    }
    return found;
  }

  private static Map<String, Long> balances(Connection owner) throws SQLException {
    Map<String, Long> balances = new HashMap<>();
    byKey(owner, "SELECT id::text, balance FROM account UNION ALL SELECT sku, on_hand FROM stock")
        .forEach((id, balance) -> balances.put(id, Long.valueOf(balance.getFirst())));
    return balances;
  }

  /// What the caller's own record adds up to.
  private static Map<String, Long> expectedBalances(CallerRecord sent) {
    Map<String, Long> balances = new HashMap<>();
    StruckStack.ACCOUNTS.forEach(account -> balances.put(account, StruckStack.OPENING));
    balances.put(StruckStack.SKU, StruckStack.OPENING);
    sent.bodies()
        .forEach((key, body) -> {
          if (sent.kind(key).equals("accepted")) {
            apply(body, balances);
          }
        });
    return balances;
  }

  private static void apply(JsonNode body, Map<String, Long> balances) {
    if (body.has("lines")) {
      balances.merge(StruckStack.SKU, -body.at("/lines/0/quantity").asLong(), Long::sum);
    } else {
      long amount = body.path("amount").asLong();
      balances.merge(body.path("from").asText(), -amount, Long::sum);
      balances.merge(body.path("to").asText(), amount, Long::sum);
    }
  }
}
