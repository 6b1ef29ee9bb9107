package dev.interlock.bench.call;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A call, and what a PostgreSQL has answered to a function that made it again and again over one
/// connection.
///
/// @param event of the call
/// @param turns the server's answers in order: the first to the client's coming in, which asks for
///   no password here, the last ones to the last call
/// @param turnsPerCall how many of them one call takes
/// @param row what was decided, as the statement has returned it; empty texts when nothing was
///   asked
@SuppressWarnings("ArrayRecordComponent") // never compared
record Recording(
    WriteFunction function,
    AnswerKind answer,
    byte[] event,
    List<byte[]> turns,
    int turnsPerCall,
    Row row) {

  /// A row of the statement, or of the key's.
  ///
  /// @param decidedAt as ISO 8601 writes it
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Row(String verdict, String detail, String decidedAt, byte[] fingerprint) {

    static final Row NONE = new Row("", "", "", new byte[0]);
  }

  private static final int HEADER = 1 + Integer.BYTES;

  /// The turns in everything that a server has said on one connection.
  static List<byte[]> turnsOf(byte[] said) {
    List<byte[]> turns = new ArrayList<>();
    ByteArrayOutputStream turn = new ByteArrayOutputStream();
    for (int start = 0; start < said.length; ) {
      int end = start + 1 + ByteBuffer.wrap(said).getInt(start + 1);
      if (!asksWhoItIs(said, start)) {
        turn.write(said, start, end - start);
      }
      if (said[start] == 'Z') {
        turns.add(turn.toByteArray());
        turn.reset();
      }
      start = end;
    }
    return turns;
  }

  // A challenge has no second answer that would do.
  private static boolean asksWhoItIs(byte[] said, int start) {
    return said[start] == 'R' && ByteBuffer.wrap(said).getInt(start + HEADER) != 0;
  }

  void write(Path file) throws IOException {
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      out.writeUTF(function.name());
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
      WriteFunction function = WriteFunction.valueOf(in.readUTF());
      AnswerKind answer = AnswerKind.valueOf(in.readUTF());
      byte[] event = readBytes(in);
      List<byte[]> turns = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        turns.add(readBytes(in));
      }
      int turnsPerCall = in.readInt();
      Row row = new Row(in.readUTF(), in.readUTF(), in.readUTF(), readBytes(in));
      return new Recording(function, answer, event, turns, turnsPerCall, row);
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
