package dev.interlock.bench.call;

import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/// Creates unconnected sockets, as pgjdbc requests them from the class that its property
/// `socketFactory` names.
abstract class Sockets extends SocketFactory {

  @Override
  public abstract Socket createSocket();

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(
      InetAddress address, int port, InetAddress localAddress, int localPort) {
    throw new UnsupportedOperationException();
  }
}
