package dev.interlock.database;

import dev.interlock.json.Json;
import dev.interlock.json.JsonText;
import dev.interlock.json.MalformedJsonException;
import dev.interlock.limits.TimeLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/// Reads user and password from a secret in AWS Secrets Manager: the members `username` and
/// `password` of the JSON that [RDS keeps
/// there](https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html).
///
/// One request,
/// [GetSecretValue](https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html),
/// through the SDK's signer and HTTP client. The SDK's Secrets Manager client would send the same
/// request, and take longer to start than the database. Retries are left to the retry loop.
final class SecretsManagerSource implements CredentialSource {

  private static final String SERVICE = "secretsmanager";

  private final AwsSignature signature;
  private final URI endpoint;
  private final byte[] requestBody;

  SecretsManagerSource(String secretArn, Map<String, String> environment) {
    this.signature = new AwsSignature(environment);
    this.endpoint = endpoint(environment, signature.region());
    this.requestBody = JsonText.of(Map.of("SecretId", secretArn)).getBytes(StandardCharsets.UTF_8);
  }

  // The variables that every AWS SDK supports, or else the region's endpoint. A blank one counts as
  // absent: the template declares the first without a value, so that `sam local` can set it.
  static URI endpoint(Map<String, String> environment, String region) {
    for (String variable : List.of("AWS_ENDPOINT_URL_SECRETS_MANAGER", "AWS_ENDPOINT_URL")) {
      String endpoint = environment.getOrDefault(variable, "");
      if (!endpoint.isBlank()) {
        return URI.create(endpoint);
      }
    }
    String suffix = Region.of(region).metadata().partition().dnsSuffix();
    return URI.create("https://secretsmanager." + region + "." + suffix);
  }

  @Override
  public Credential fetch() throws IOException {
    ContentStreamProvider body = () -> new ByteArrayInputStream(requestBody);
    try (SdkHttpClient http = client()) {
      SignedRequest signed =
          AwsV4HttpSigner.create()
              .sign(signature.of(SERVICE).request(request()).payload(body).build());
      HttpExecuteRequest call =
          HttpExecuteRequest.builder()
              .request(signed.request())
              .contentStreamProvider(signed.payload().orElse(body))
              .build();
      HttpExecuteResponse answer = http.prepareRequest(call).call();
      try (InputStream text = answer.responseBody().orElseThrow()) {
        return credential(
            answer.httpResponse().statusCode(),
            new String(text.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (SdkException e) {
      throw new IOException("the request to Secrets Manager failed", e);
    }
  }

  @Override
  public void forget() {
    signature.forget();
  }

  private static SdkHttpClient client() {
    return UrlConnectionHttpClient.builder()
        .connectionTimeout(TimeLimits.SECRET_CONNECT_MAX)
        .socketTimeout(TimeLimits.SECRET_ANSWER_MAX)
        .build();
  }

  private SdkHttpRequest request() {
    return SdkHttpRequest.builder()
        .method(SdkHttpMethod.POST)
        .uri(endpoint)
        .putHeader("Content-Type", "application/x-amz-json-1.1")
        .putHeader("Content-Length", Integer.toString(requestBody.length))
        .putHeader("X-Amz-Target", "secretsmanager.GetSecretValue")
        .build();
  }

  private static Credential credential(int status, String answer) throws IOException {
    if (status != 200) {
      throw new IOException("Secrets Manager answered " + status + errorType(answer));
    }
    try {
      Json.Obj secret = Json.object(Json.object(answer).text("SecretString"));
      return new Credential(secret.text("username"), secret.text("password"));
    } catch (MalformedJsonException | IllegalStateException e) {
      // Without its cause, whose message may quote a part of the secret.
      throw new IOException("the secret is not JSON with the members username and password");
    }
  }

  private static String errorType(String answer) {
    try {
      return ", " + Json.object(answer).text("__type");
    } catch (MalformedJsonException | IllegalStateException e) {
      return "";
    }
  }
}
