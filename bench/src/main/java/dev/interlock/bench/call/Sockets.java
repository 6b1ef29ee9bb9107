package dev.interlock.bench.call;

import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/// Makes sockets as pgjdbc asks for them, which is unconnected; by the property `socketFactory` it
/// takes any class of this kind.
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
