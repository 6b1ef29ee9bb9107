package dev.interlock.testkit.secrets;

import dev.interlock.testkit.servers.TestDatabase;
import java.net.URI;
import java.util.Map;

/// A Secrets Manager that tests keep secrets in.
///
/// - the server at `AWS_ENDPOINT_URL_SECRETS_MANAGER`, the SDK's own environment variable:
///   LocalStack, Floci or moto, say; closing it deletes the secrets that were created through it
/// - or else moto, if `moto_server` is on the PATH
/// - or else a stub that answers the one request that a function sends
public interface SecretsServer extends AutoCloseable {

  /// The SDK's own variable.
  String VARIABLE = "AWS_ENDPOINT_URL_SECRETS_MANAGER";

  /// Opens the server of this run.
  static SecretsServer open() {
    return open("127.0.0.1");
  }

  /// Opens the server of this run.
  ///
  /// @param address where moto or the stub listens; a named server listens where it does
  static SecretsServer open(String address) {
    String named = System.getenv(VARIABLE);
    if (named != null && !named.isBlank()) {
      return RealSecretsServer.at(URI.create(named));
    }
    return MotoServer.start(address)
        .<SecretsServer>map(RealSecretsServer::of)
        .orElseGet(() -> new StubbedSecretsServer(address));
  }

  /// Creates a secret.
  ///
  /// @return its ARN
  String create(String name, String secret);

  /// Gives a secret another value.
  void put(String arn, String secret);

  /// Its URL.
  URI endpoint();

  /// The environment variables by which a function finds it.
  default Map<String, String> environment() {
    return Map.of(
        VARIABLE,
        endpoint().toString(),
        "AWS_REGION",
        "us-east-1",
        "AWS_ACCESS_KEY_ID",
        "test",
        "AWS_SECRET_ACCESS_KEY",
        "test");
  }

  /// The environment variables of a function whose credential is this secret.
  default Map<String, String> environment(TestDatabase database, String arn) {
    Map<String, String> environment = database.environment();
    environment.remove("DATABASE_USER");
    environment.remove("DATABASE_PASSWORD");
    environment.putAll(environment());
    environment.put("DATABASE_SECRET_ARN", arn);
    return environment;
  }

  @Override
  void close();
}
