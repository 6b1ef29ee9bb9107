package dev.interlock.database;

import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/// Signs requests to AWS with the keys of the function's role, for the function's region.
///
/// It keeps nothing between requests: the keys change every few hours, and must not be part of a
/// snapshot.
final class AwsSignature {

  /// `SIGNER_CACHE` in the SDK's `SignerUtils`.
  private static final int SIGNER_KEYS_KEPT = 300;

  private final Map<String, String> environment;

  AwsSignature(Map<String, String> environment) {
    this.environment = environment;
  }

  String region() {
    return DatabaseSettings.required(environment, "AWS_REGION");
  }

  /// A request to sign for a service, with identity and region filled in.
  SignRequest.Builder<AwsCredentialsIdentity> of(String service) {
    return of(service, identity());
  }

  // Lambda passes the keys in environment variables. Under SnapStart those would be part of every
  // restored environment, so there it serves them at an address.
  private AwsCredentialsIdentity identity() {
    String accessKey = environment.get("AWS_ACCESS_KEY_ID");
    if (accessKey == null) {
      try (ContainerCredentialsProvider container = ContainerCredentialsProvider.create()) {
        return container.resolveCredentials();
      }
    }
    String secretKey = DatabaseSettings.required(environment, "AWS_SECRET_ACCESS_KEY");
    String sessionToken = environment.get("AWS_SESSION_TOKEN");
    return sessionToken == null
        ? AwsCredentialsIdentity.create(accessKey, secretKey)
        : AwsSessionCredentialsIdentity.create(accessKey, secretKey, sessionToken);
  }

  /// Removes the role's keys from memory. The signer caches the last 300 secret keys and has no way
  /// to clear the cache, so it is filled with dummies.
  void forget() {
    SdkHttpRequest dummy =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(URI.create("https://localhost/"))
            .build();
    for (int key = 0; key < SIGNER_KEYS_KEPT; key++) {
      AwsV4HttpSigner.create()
          .sign(
              of("dummy", AwsCredentialsIdentity.create("dummy", "dummy" + key))
                  .request(dummy)
                  .build());
    }
  }

  private SignRequest.Builder<AwsCredentialsIdentity> of(
      String service, AwsCredentialsIdentity identity) {
    return SignRequest.builder(identity)
        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
        .putProperty(AwsV4HttpSigner.REGION_NAME, region());
  }
}
