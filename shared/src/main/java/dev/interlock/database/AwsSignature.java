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

/// Whose name requests to AWS are signed in: the function's role, in the function's region.
///
/// Nothing is kept between requests: the role's keys change every few hours, and a snapshot must
/// not carry them.
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

  /// What is to be signed for a service, identity and region filled in.
  SignRequest.Builder<AwsCredentialsIdentity> of(String service) {
    return of(service, identity());
  }

  // Lambda hands the keys over in environment variables; under SnapStart, where those would be part
  // of every restored environment, at an address.
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

  /// Leaves no key of the role in memory. The signer keeps the last 300 secret keys that it was
  /// given, in a cache that nothing clears, so it is given as many that are nobody's.
  void forget() {
    SdkHttpRequest nothing =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(URI.create("https://localhost/"))
            .build();
    for (int key = 0; key < SIGNER_KEYS_KEPT; key++) {
      AwsV4HttpSigner.create()
          .sign(
              of("nothing", AwsCredentialsIdentity.create("nobody", "nobody" + key))
                  .request(nothing)
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
