package dev.interlock.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A command keeps its key and its bytes, and what is known of its earlier sends.
class KeyedCommandTest {
  private static final UUID ONE = UUID.fromString("a0000000-0000-4000-8000-000000000001");
  private static final UUID TWO = UUID.fromString("a0000000-0000-4000-8000-000000000002");
  private static final Transfer TRANSFER =
      new Transfer(ONE, TWO, 2500, "EUR").withReference("Miete \"März\" \ud83d\ude00");
  private static final Instant EXPIRY = Instant.parse("2030-01-01T00:00:00.1234567Z");

  private static final ScriptedApi.Turn CONTENTION =
      ScriptedApi.json(503, "{\"type\":\"urn:interlock:contention\"}");
  private static final ScriptedApi.Turn ACCEPTED = ScriptedApi.json(201, "{\"fromBalance\":1}");

  @Test
  void keysDiffer() {
    assertThat(KeyedCommand.of(TRANSFER).key()).isNotEqualTo(KeyedCommand.of(TRANSFER).key());
  }

  @Test
  void storedCommandIsTheSame() {
    PermissionChange change =
        new PermissionChange(ONE, "\"3\"", "carol", "viewer", Optional.empty()).until(EXPIRY);
    for (KeyedCommand<?> each :
        List.of(
            KeyedCommand.of(TRANSFER),
            KeyedCommand.of(new StockDecrement(ONE, new StockDecrement.Line("CUP-1", 2))),
            KeyedCommand.of(new Hold(ONE, TWO, 2500, "EUR", EXPIRY).withReference("order 17")),
            KeyedCommand.of(new Settlement(ONE, 0)),
            KeyedCommand.of(new StockReservation(ONE, EXPIRY, new StockDecrement.Line("CUP-1", 2))),
            KeyedCommand.of(new ReservationSettlement(ONE).withReference("order 17")),
            KeyedCommand.of(change, "change:1"),
            KeyedCommand.of(CommandRequest.of("/voucher-redemptions", JsonObject.of(Map.of()))))) {
      KeyedCommand<?> parsed = KeyedCommand.parse(each.toJson());
      assertThat(parsed).isEqualTo(each);
      assertThat(parsed.body()).isEqualTo(each.body());
      assertThat(parsed.key()).isEqualTo(each.key());
      assertThat(parsed.ifMatch()).isEqualTo(each.ifMatch());
    }
    for (CommandRequest<?> each : List.of(change, new Hold(ONE, TWO, 2500, "EUR", EXPIRY))) {
      assertThat(each.body().text("expiresAt")).isEqualTo("2030-01-01T00:00:00.123456Z");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"path\":\"/transfers\",\"key\":\"k\",\"body\":\"{}\"",
        "{\"path\":\"transfers\",\"key\":\"k\",\"body\":\"{}\"}",
        "{\"path\":\"/transfers\",\"key\":\"not a key\",\"body\":\"{}\"}",
        "{\"path\":\"/transfers\",\"key\":\"\",\"body\":\"{}\"}",
        "{\"path\":\"/transfers\",\"key\":\"k\",\"body\":\"no object\"}",
        "{\"path\":\"/transfers\",\"key\":\"k\",\"body\":\"{}\",\"other\":1}"
      })
  void whatIsNotACommandIsNotParsed(String text) {
    assertThatThrownBy(() -> KeyedCommand.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCommandWithoutAMemberIsNotParsed() {
    assertThatThrownBy(() -> KeyedCommand.parse("{\"path\":\"/transfers\",\"key\":\"k\"}"))
        .isInstanceOf(NoSuchElementException.class);
  }

  /// The API must see it and reject it; UTF-8 has no form for it.
  @Test
  void halfASurrogatePairIsSentAsItIs() {
    assertThat(KeyedCommand.of(TRANSFER.withReference("\ud83d")).body()).contains("\\uD83D");
  }

  /// A caller that gave up after "unknown" and asks again must not hear that nothing was written.
  @Test
  void contentionAfterAnUnknownOutcomeIsNotProof() throws Exception {
    KeyedCommand<TransferReceipt> command = KeyedCommand.of(TRANSFER);
    assertThat(send(command, ScriptedApi.Turn.Silent.RESET))
        .isInstanceOf(CommandOutcome.Unknown.class);
    assertThat(send(command, CONTENTION)).isInstanceOf(CommandOutcome.Unknown.class);
    assertThat(send(command, ACCEPTED)).isInstanceOf(CommandOutcome.Accepted.class);
  }

  @Test
  void contentionTwiceIsProof() throws Exception {
    KeyedCommand<TransferReceipt> command = KeyedCommand.of(TRANSFER);
    assertThat(send(command, CONTENTION)).isInstanceOf(CommandOutcome.NotWritten.class);
    assertThat(send(command, CONTENTION)).isInstanceOf(CommandOutcome.NotWritten.class);
  }

  /// Two threads send one command. One hears of contention only; the other may be accepted yet.
  @Test
  void contentionIsNotProofWhileTheCommandIsSentElsewhere() throws Exception {
    KeyedCommand<TransferReceipt> command = KeyedCommand.of(TRANSFER);
    try (ScriptedApi silent = ScriptedApi.of(List.of(ScriptedApi.Turn.Silent.NOTHING));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> other = threads.submit(() -> client(silent).send(command));
      while (silent.received().isEmpty()) {
        Thread.onSpinWait();
      }
      assertThat(send(command, CONTENTION)).isInstanceOf(CommandOutcome.Unknown.class);
      other.cancel(true);
    }
  }

  @Test
  void anInterruptLeavesTheOutcomeOpen() throws Exception {
    KeyedCommand<TransferReceipt> command = KeyedCommand.of(TRANSFER);
    try (ScriptedApi silent = ScriptedApi.of(List.of(ScriptedApi.Turn.Silent.NOTHING));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> sent = threads.submit(() -> client(silent).send(command));
      while (silent.received().isEmpty()) {
        Thread.onSpinWait();
      }
      sent.cancel(true);
    }
    assertThat(send(command, CONTENTION)).isInstanceOf(CommandOutcome.Unknown.class);
  }

  private static CommandOutcome<TransferReceipt> send(
      KeyedCommand<TransferReceipt> command, ScriptedApi.Turn turn) throws Exception {
    try (ScriptedApi api = ScriptedApi.of(List.of(turn))) {
      return client(api).send(command);
    }
  }

  private static InterlockClient client(ScriptedApi api) {
    return new InterlockClient(
        new HttpCalls(api.uri()),
        rejected -> "token",
        ClientSettings.defaults().withTimeMax(Duration.ofSeconds(20)),
        new FastPause());
  }
}
