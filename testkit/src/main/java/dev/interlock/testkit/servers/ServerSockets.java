package dev.interlock.testkit.servers;

import dev.interlock.database.DatabaseUrl;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.sql.SQLException;
import java.util.Properties;
import java.util.Set;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.postgresql.core.SocketFactoryFactory;

/// Opens sockets to a server, encrypted where its URL says so.
final class ServerSockets {

  private static final int SSL_REQUEST = 80877103;
  private static final String VERIFY_FULL = "verify-full";
  private static final Set<String> ENCRYPTED = Set.of("require", "verify-ca", VERIFY_FULL);

  private ServerSockets() {}

  static Socket open(DatabaseUrl server) throws IOException {
    DatabaseUrl.Host host = server.hosts().getFirst();
    Socket socket = new Socket(host.name(), host.port());
    Properties properties = new Properties();
    properties.putAll(server.properties());
    if (!ENCRYPTED.contains(properties.getProperty("sslmode", "prefer"))) {
      return socket;
    }
    try {
      return encrypted(socket, host, properties);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static Socket encrypted(Socket plain, DatabaseUrl.Host host, Properties properties)
      throws IOException {
    DataOutputStream request = new DataOutputStream(plain.getOutputStream());
    request.writeInt(2 * Integer.BYTES);
    request.writeInt(SSL_REQUEST);
    request.flush();
    if (plain.getInputStream().read() != 'S') {
      throw new IOException(host + " does not encrypt");
    }
    SSLSocket encrypted;
    try {
      encrypted =
          (SSLSocket)
              SocketFactoryFactory.getSslSocketFactory(properties)
                  .createSocket(plain, host.name(), host.port(), true);
    } catch (SQLException e) {
      throw new IOException(e);
    }
    if (properties.getProperty("sslmode").equals(VERIFY_FULL)) {
      SSLParameters checked = encrypted.getSSLParameters();
      checked.setEndpointIdentificationAlgorithm("HTTPS");
      encrypted.setSSLParameters(checked);
    }
    encrypted.startHandshake();
    return encrypted;
  }
}
