package dev.interlock.emulator.database;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The network between this machine and its containers, and what PostgreSQL needs to serve them.
///
/// A container is not this machine, so the functions in it insist on verified TLS. The server
/// therefore listens on the bridge with a certificate for the name by which containers know this
/// machine, and admits no role but the functions'.
///
/// @param address this machine's address on the bridge
/// @param prefixLength of the containers' network
public record ContainerBridge(InetAddress address, int prefixLength) {
  /// Docker's default bridge.
  public static final String INTERFACE = "docker0";

  /// The name of this machine in a container, from `--add-host host.docker.internal:host-gateway`.
  public static final String HOST = "host.docker.internal";

  /// The bridge of the Docker engine on this machine, if there is one.
  public static Optional<ContainerBridge> ofDocker() throws IOException {
    NetworkInterface bridge = NetworkInterface.getByName(INTERFACE);
    if (bridge == null) {
      return Optional.empty();
    }
    return bridge.getInterfaceAddresses().stream()
        .filter(each -> each.getAddress() instanceof Inet4Address)
        .map(ContainerBridge::of)
        .findFirst();
  }

  private static ContainerBridge of(InterfaceAddress address) {
    return new ContainerBridge(address.getAddress(), address.getNetworkPrefixLength());
  }

  /// Where containers find a server that listens on the bridge.
  public String url(int port) {
    return "postgresql://%s:%d/interlock".formatted(HOST, port);
  }

  /// The template's parameters for functions in a container.
  ///
  /// @param here the same for functions on this machine
  /// @param folder the server's
  public Map<String, String> parameters(Map<String, String> here, int port, Path folder)
      throws IOException {
    Map<String, String> there = new TreeMap<>(here);
    there.put("DatabaseUrl", url(port));
    there.put("DatabaseRootCertificate", ServerCertificate.in(folder).pem());
    return there;
  }

  /// Settings of a server that listens on the bridge as well as on the loopback address.
  ///
  /// @param folder the server's; its own access rules stay in force
  List<String> settings(Path folder, ServerCertificate certificate) throws IOException {
    Path access = folder.resolve("containers_hba.conf");
    Files.writeString(
        access,
        """
        include "%s"
        hostssl interlock %s %s/%d scram-sha-256
        """
            .formatted(
                EmbeddedPostgres.dataOf(folder).resolve("pg_hba.conf"),
                DatabasePreparation.FUNCTION_ROLE,
                address.getHostAddress(),
                prefixLength));
    return List.of(
        "listen_addresses=127.0.0.1," + address.getHostAddress(),
        "hba_file=" + access,
        "ssl=on",
        "ssl_cert_file=" + certificate.certificate(),
        "ssl_key_file=" + certificate.key());
  }
}
