package dev.interlock.bench.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.interlock.races.contender.MeasuredOperation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A recorded server replays the answer of each turn, and then those of the last call for ever.
class RecordedServerTest {

  private static final byte[] CHALLENGE = message('R', new byte[] {0, 0, 0, 10});
  private static final byte[] WELCOME = message('R', new byte[] {0, 0, 0, 0});
  private static final byte[] READY = message('Z', new byte[] {'I'});

  private final Recording recording =
      new Recording(
          MeasuredOperation.TRANSFER,
          AnswerKind.REPLAYED,
          new byte[0],
          Recording.turnsOf(
              joined(
                  CHALLENGE,
                  WELCOME,
                  READY,
                  said("prepared"),
                  READY,
                  said("taken"),
                  READY,
                  said("remembered"),
                  READY)),
          2,
          Recording.Row.NONE);
  private final RecordedServer server = new RecordedServer(recording);

  @Test
  void theAuthenticationIsLeftOut() {
    assertThat(recording.turns())
        .containsExactly(
            joined(WELCOME, READY),
            joined(said("prepared"), READY),
            joined(said("taken"), READY),
            joined(said("remembered"), READY));
  }

  @Test
  void theLastCallIsReplayedHoweverItsBytesArrive() throws IOException {
    OutputStream questions = server.questions();
    questions.write(new byte[] {0, 0, 0, 8, 0, 3, 0, 0});
    assertThat(answer()).isEqualTo(joined(WELCOME, READY));
    for (String expected :
        List.of("prepared", "taken", "remembered", "taken", "remembered", "taken")) {
      for (byte one : joined(message('B', new byte[300]), message('E', new byte[5]))) {
        questions.write(one);
      }
      assertThat(server.answers().available()).isZero();
      questions.write(message('S', new byte[0]));
      assertThat(answer()).isEqualTo(joined(said(expected), READY));
    }
  }

  @Test
  void readingWithoutARequestFails() {
    assertThatIOException().isThrownBy(() -> server.answers().read(new byte[1], 0, 1));
  }

  private byte[] answer() throws IOException {
    InputStream answers = server.answers();
    byte[] bytes = new byte[answers.available()];
    assertThat(answers.read(bytes, 0, bytes.length)).isEqualTo(bytes.length);
    return bytes;
  }

  private static byte[] said(String text) {
    return message('D', text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] message(char type, byte[] body) {
    return ByteBuffer.allocate(5 + body.length)
        .put((byte) type)
        .putInt(4 + body.length)
        .put(body)
        .array();
  }

  private static byte[] joined(byte[]... messages) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] message : messages) {
      joined.writeBytes(message);
    }
    return joined.toByteArray();
  }
}
