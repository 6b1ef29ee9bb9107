package dev.interlock.bench.call;

import java.io.FileOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/// Sockets that record what a server sends. pgjdbc creates a factory per connection, with the name
/// of the file as `socketFactoryArg`.
public final class RecordingSockets extends Sockets {

  private final String file;

  /// Records to a file.
  public RecordingSockets(String file) {
    this.file = file;
  }

  @Override
  public Socket createSocket() {
    return new Socket() {
      @Override
      public InputStream getInputStream() throws IOException {
        return new Recorded(super.getInputStream(), new FileOutputStream(file));
      }
    };
  }

  private static final class Recorded extends FilterInputStream {

    private final OutputStream record;

    private Recorded(InputStream server, OutputStream record) {
      super(server);
      this.record = record;
    }

    @Override
    public int read() throws IOException {
      int one = in.read();
      if (one >= 0) {
        record.write(one);
      }
      return one;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = in.read(bytes, offset, length);
      if (count > 0) {
        record.write(bytes, offset, count);
      }
      return count;
    }

    @Override
    public void close() throws IOException {
      try (record) {
        super.close();
      }
    }
  }
}
