package dev.interlock.testkit.secrets;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.testcontainers.localstack.LocalStackContainer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/// A server that implements Secrets Manager, spoken to as AWS's own client does.
final class RealSecretsServer implements SecretsServer {

  // The last that starts without a token.
  private static final String LOCALSTACK = "localstack/localstack:4.14.0";

  private final URI endpoint;
  private final Runnable stop;
  private final SecretsManagerClient client;
  private final List<String> created = new ArrayList<>();

  private RealSecretsServer(URI endpoint, Runnable stop) {
    this.endpoint = endpoint;
    this.stop = stop;
    this.client =
        SecretsManagerClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
  }

  /// A server that is already running, and keeps running.
  static RealSecretsServer at(URI endpoint) {
    return new RealSecretsServer(endpoint, () -> {});
  }

  /// A moto that ends with this server.
  static RealSecretsServer of(MotoServer moto) {
    return new RealSecretsServer(moto.endpoint(), moto::close);
  }

  /// The image of LocalStack, or the one that `-Dlocalstack.image` names.
  static String image() {
    return System.getProperty("localstack.image", LOCALSTACK);
  }

  /// Starts LocalStack in a container.
  static RealSecretsServer localStack() {
    LocalStackContainer container = new LocalStackContainer(image()).withServices("secretsmanager");
    container.start();
    return new RealSecretsServer(container.getEndpoint(), container::stop);
  }

  @Override
  public String create(String name, String secret) {
    // A server that stays may have one of that name.
    String unique = name + "-" + UUID.randomUUID();
    String arn = client.createSecret(to -> to.name(unique).secretString(secret)).arn();
    created.add(arn);
    return arn;
  }

  @Override
  public void put(String arn, String secret) {
    client.putSecretValue(to -> to.secretId(arn).secretString(secret));
  }

  @Override
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    try (client) {
      for (String arn : created) {
        client.deleteSecret(which -> which.secretId(arn).forceDeleteWithoutRecovery(true));
      }
    } finally {
      stop.run();
    }
  }
}
