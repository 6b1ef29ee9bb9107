package dev.interlock.bench.call;

import dev.interlock.races.contender.MeasuredOperation;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A call, and the answers of a PostgreSQL to a function that repeated it over one connection.
///
/// @param event of the call
/// @param turns the server's answers in order: the first one to the login, without the password
///   exchange, the last ones to the last call
/// @param turnsPerCall the number of answers that belong to one call
/// @param row the decision, as the statement returned it; empty texts if the database was not used
@SuppressWarnings("ArrayRecordComponent") // never compared
record Recording(
    MeasuredOperation operation,
    AnswerKind answer,
    byte[] event,
    List<byte[]> turns,
    int turnsPerCall,
    Row row) {

  /// A row that the statement returned, or that was stored under the key.
  ///
  /// @param decidedAt in ISO 8601
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Row(String verdict, String detail, String decidedAt, byte[] fingerprint) {

    static final Row NONE = new Row("", "", "", new byte[0]);
  }

  private static final int HEADER = 1 + Integer.BYTES;

  /// Splits everything that a server sent on one connection into its answers.
  static List<byte[]> turnsOf(byte[] sent) {
    List<byte[]> turns = new ArrayList<>();
    ByteArrayOutputStream turn = new ByteArrayOutputStream();
    for (int start = 0; start < sent.length; ) {
      int end = start + 1 + ByteBuffer.wrap(sent).getInt(start + 1);
      if (!isPasswordExchange(sent, start)) {
        turn.write(sent, start, end - start);
      }
      if (sent[start] == 'Z') {
        turns.add(turn.toByteArray());
        turn.reset();
      }
      start = end;
    }
    return turns;
  }

  // The answer to a recorded challenge cannot be replayed.
  private static boolean isPasswordExchange(byte[] sent, int start) {
    return sent[start] == 'R' && ByteBuffer.wrap(sent).getInt(start + HEADER) != 0;
  }

  void write(Path file) throws IOException {
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      out.writeUTF(operation.name());
      out.writeUTF(answer.name());
      writeBytes(out, event);
      out.writeInt(turns.size());
      for (byte[] turn : turns) {
        writeBytes(out, turn);
      }
      out.writeInt(turnsPerCall);
      out.writeUTF(row.verdict());
      out.writeUTF(row.detail());
      out.writeUTF(row.decidedAt());
      writeBytes(out, row.fingerprint());
    }
  }

  static Recording read(Path file) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      MeasuredOperation operation = MeasuredOperation.valueOf(in.readUTF());
      AnswerKind answer = AnswerKind.valueOf(in.readUTF());
      byte[] event = readBytes(in);
      List<byte[]> turns = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        turns.add(readBytes(in));
      }
      int turnsPerCall = in.readInt();
      Row row = new Row(in.readUTF(), in.readUTF(), in.readUTF(), readBytes(in));
      return new Recording(operation, answer, event, turns, turnsPerCall, row);
    }
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }
}
