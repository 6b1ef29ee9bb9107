package dev.interlock.database;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/// Creates tokens for [IAM database
/// authentication](https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html),
/// which RDS and Aurora accept as passwords. A token is a signed request that is never sent.
final class IamTokenSource implements CredentialSource {

  /// RDS rejects older tokens.
  private static final Duration TOKEN_VALIDITY = Duration.ofMinutes(15);

  private final AwsSignature signature;
  private final DatabaseUrl.Host host;
  private final String user;
  private final Clock clock;

  IamTokenSource(DatabaseUrl.Host host, String user, Map<String, String> environment) {
    this(host, user, environment, Clock.systemUTC());
  }

  IamTokenSource(DatabaseUrl.Host host, String user, Map<String, String> environment, Clock clock) {
    this.signature = new AwsSignature(environment);
    this.host = host;
    this.user = user;
    this.clock = clock;
  }

  @Override
  public Credential fetch() throws IOException {
    SdkHttpRequest connect =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .protocol("https")
            .host(host.name())
            .port(host.port())
            .encodedPath("/")
            .putRawQueryParameter("DBUser", user)
            .putRawQueryParameter("Action", "connect")
            .build();
    try {
      String signed =
          AwsV4HttpSigner.create()
              .sign(
                  signature
                      .of("rds-db")
                      .request(connect)
                      .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                      .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, TOKEN_VALIDITY)
                      .putProperty(HttpSigner.SIGNING_CLOCK, clock)
                      .build())
              .request()
              .getUri()
              .toString();
      return new Credential(user, signed.substring("https://".length()));
    } catch (SdkException e) {
      throw new IOException("no token for the database", e);
    }
  }

  @Override
  public void forget() {
    signature.forget();
  }

  /// A third less than RDS allows, so that no token expires before it is used.
  @Override
  public Duration validity() {
    return Duration.ofMinutes(10);
  }
}
