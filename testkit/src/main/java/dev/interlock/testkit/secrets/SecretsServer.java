package dev.interlock.testkit.secrets;

import dev.interlock.testkit.servers.TestDatabase;
import java.net.URI;
import java.util.Map;

/// A Secrets Manager that tests keep secrets in.
///
/// - with nothing said, a stub of the one request that a function sends
/// - `AWS_ENDPOINT_URL_SECRETS_MANAGER`, the SDK's own environment variable: what answers there,
///   such as LocalStack, Floci or moto; its secrets are deleted when the server is closed
public interface SecretsServer extends AutoCloseable {

  /// The SDK's own variable.
  String VARIABLE = "AWS_ENDPOINT_URL_SECRETS_MANAGER";

  /// The server of this run.
  static SecretsServer open() {
    String named = System.getenv(VARIABLE);
    return named == null || named.isBlank()
        ? new StubbedSecretsServer()
        : RealSecretsServer.at(URI.create(named));
  }

  /// Keeps a secret that was not there before.
  ///
  /// @return its ARN
  String create(String name, String secret);

  /// Gives a secret another value: what is asked for from now on.
  void put(String arn, String secret);

  /// Where it answers.
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
