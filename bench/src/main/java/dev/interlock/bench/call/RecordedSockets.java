package dev.interlock.bench.call;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.file.Path;

/// Sockets that replay a server's recorded answers at once, from memory, so that only pgjdbc's own
/// work remains. pgjdbc creates a factory per connection, with the file of a [Recording] as
/// `socketFactoryArg`.
public final class RecordedSockets extends Sockets {

  private final Path file;

  /// Replays a file.
  public RecordedSockets(String file) {
    this.file = Path.of(file);
  }

  @Override
  public Socket createSocket() {
    try {
      return new Recorded(new RecordedServer(Recording.read(file)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// Connected to nothing: options that a driver sets do not reach the operating system.
  private static final class Recorded extends Socket {

    private final RecordedServer server;
    private boolean connected;
    private boolean closed;
    private int timeoutMillis;

    private Recorded(RecordedServer server) {
      this.server = server;
    }

    @Override
    public void connect(SocketAddress address, int timeoutMillis) {
      connected = true;
    }

    @Override
    public boolean isConnected() {
      return connected;
    }

    @Override
    public InputStream getInputStream() {
      return server.answers();
    }

    @Override
    public OutputStream getOutputStream() {
      return server.questions();
    }

    @Override
    public void setSoTimeout(int millis) {
      timeoutMillis = millis;
    }

    @Override
    public int getSoTimeout() {
      return timeoutMillis;
    }

    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public void setKeepAlive(boolean on) {}

    @Override
    public int getSendBufferSize() {
      return 1 << 16;
    }

    @Override
    public void close() {
      closed = true;
    }

    @Override
    public boolean isClosed() {
      return closed;
    }
  }
}
