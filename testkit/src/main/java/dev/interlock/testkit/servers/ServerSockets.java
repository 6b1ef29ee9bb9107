package dev.interlock.testkit.servers;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.sql.SQLException;
import java.util.Properties;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.postgresql.core.SocketFactoryFactory;

/// Opens the wire to a server, encrypted where its address says so.
final class ServerSockets {

  private static final int SSL_REQUEST = 80877103;

  private ServerSockets() {}

  static Socket open(ServerAddress address) throws IOException {
    Socket socket = new Socket(address.host(), address.port());
    if (!address.requiresTls()) {
      return socket;
    }
    try {
      return encrypted(socket, address);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static Socket encrypted(Socket plain, ServerAddress address) throws IOException {
    DataOutputStream request = new DataOutputStream(plain.getOutputStream());
    request.writeInt(2 * Integer.BYTES);
    request.writeInt(SSL_REQUEST);
    request.flush();
    if (plain.getInputStream().read() != 'S') {
      throw new IOException(address + " does not encrypt");
    }
    String mode = address.parameters().getOrDefault("sslmode", "verify-full");
    SSLSocket encrypted =
        (SSLSocket)
            factory(address, mode).createSocket(plain, address.host(), address.port(), true);
    if (mode.equals("verify-full")) {
      SSLParameters checked = encrypted.getSSLParameters();
      checked.setEndpointIdentificationAlgorithm("HTTPS");
      encrypted.setSSLParameters(checked);
    }
    encrypted.startHandshake();
    return encrypted;
  }

  // The driver's own, which knows all of its parameters; without a certificate named, the JVM's.
  private static SSLSocketFactory factory(ServerAddress address, String mode) throws IOException {
    if (mode.startsWith("verify") && !address.parameters().containsKey("sslrootcert")) {
      return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }
    Properties parameters = new Properties();
    parameters.putAll(address.parameters());
    try {
      return SocketFactoryFactory.getSslSocketFactory(parameters);
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }
}
