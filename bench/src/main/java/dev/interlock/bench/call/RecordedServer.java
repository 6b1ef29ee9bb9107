package dev.interlock.bench.call;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/// The server of one connection: answers each request with the recorded answer and, after the last
/// one, repeats those of the last call.
///
/// It allocates nothing and reads no more of a request than where its messages end.
final class RecordedServer {

  private static final byte[] NOTHING = {};

  private final List<byte[]> turns;
  private final int turnsPerCall;
  private int next;
  private byte[] answer = NOTHING;
  private int position;

  RecordedServer(Recording recording) {
    this.turns = recording.turns();
    this.turnsPerCall = recording.turnsPerCall();
  }

  OutputStream questions() {
    return new Questions();
  }

  InputStream answers() {
    return new Answers();
  }

  private void turn() throws IOException {
    if (position < answer.length) {
      throw new IOException("a request was sent before the previous answer was read to its end");
    }
    answer = turns.get(next);
    position = 0;
    next = next + 1 < turns.size() ? next + 1 : turns.size() - turnsPerCall;
  }

  /// A request ends with Sync or Query; the startup message, which has no type, is a request too.
  private final class Questions extends OutputStream {

    private final byte[] header = new byte[1 + Integer.BYTES];
    private int headerSize = 1;
    private int left;

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int at = offset;
      int end = offset + length;
      while (at < end) {
        if (headerSize < header.length) {
          header[headerSize++] = bytes[at++];
          left = headerSize < header.length ? 0 : lengthOf(header) - Integer.BYTES;
        } else {
          int skipped = Math.min(left, end - at);
          at += skipped;
          left -= skipped;
        }
        if (headerSize == header.length && left == 0) {
          boolean last = header[0] == 0 || header[0] == 'S' || header[0] == 'Q';
          headerSize = 0;
          if (last) {
            turn();
          }
        }
      }
    }

    private static int lengthOf(byte[] header) {
      return (header[1] & 0xFF) << 24
          | (header[2] & 0xFF) << 16
          | (header[3] & 0xFF) << 8
          | (header[4] & 0xFF);
    }
  }

  private final class Answers extends InputStream {

    @Override
    public int read() throws IOException {
      fail();
      return answer[position++] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      fail();
      int count = Math.min(length, answer.length - position);
      System.arraycopy(answer, position, bytes, offset, count);
      position += count;
      return count;
    }

    @Override
    public int available() {
      return answer.length - position;
    }

    // A real server would never answer.
    private void fail() throws IOException {
      if (position == answer.length) {
        throw new IOException("read without a request: no answer will come");
      }
    }
  }
}
