package dev.interlock.testkit.secrets;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Answers GetSecretValue, when it is signed for the region and the service, and the request by
/// which a function under SnapStart gets the keys to sign it with; nothing else.
public final class StubbedSecretsServer implements SecretsServer {

  private static final String SIGNATURE =
      "AWS4-HMAC-SHA256 Credential=[^/]+/[0-9]{8}/us-east-1/secretsmanager/aws4_request,.*"
          + "Signature=[0-9a-f]{64}";

  private static final Pattern ACCESS_KEY = Pattern.compile("Credential=([^/]+)/");
  private static final int LAST = 10;

  private static final String ROLE = "/role";
  private static final String ROLE_TOKEN = "token-of-the-environment";

  /// The secret key that a function under SnapStart gets.
  public static final String ROLE_KEY = "the-secret-key-of-the-role";

  private final String address;
  private final WireMockServer server;

  /// One that knows no secret yet.
  public StubbedSecretsServer() {
    this("127.0.0.1");
  }

  /// One that knows no secret yet.
  ///
  /// @param address where it listens, an address of this machine
  StubbedSecretsServer(String address) {
    this.address = address;
    this.server = new WireMockServer(options().dynamicPort().bindAddress(address));
    server.start();
    server.stubFor(any(anyUrl()).atPriority(LAST).willReturn(refusal("ResourceNotFoundException")));
    Map<String, String> keys =
        Map.of(
            "AccessKeyId",
            "AKIDEXAMPLE",
            "SecretAccessKey",
            ROLE_KEY,
            "Token",
            "session",
            "Expiration",
            "2100-01-01T00:00:00Z");
    server.stubFor(
        get(ROLE)
            .withHeader("Authorization", equalTo(ROLE_TOKEN))
            .willReturn(jsonResponse(keys, 200)));
  }

  /// The environment variables under SnapStart, where the role's keys are to be asked for.
  public Map<String, String> environmentUnderSnapStart() {
    return Map.of(
        VARIABLE,
        endpoint().toString(),
        "AWS_REGION",
        "us-east-1",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        endpoint() + ROLE,
        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
        ROLE_TOKEN);
  }

  @Override
  public String create(String name, String secret) {
    String arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:" + name + "-AbCdEf";
    put(arn, secret);
    return arn;
  }

  @Override
  public void put(String arn, String secret) {
    Map<String, String> answer = Map.of("ARN", arn, "SecretString", secret);
    server.stubFor(getSecretValue(arn).willReturn(jsonResponse(answer, 200)));
  }

  /// Answers for a secret by an error from now on, until it is put again.
  public void fail(String arn, String type) {
    server.stubFor(getSecretValue(arn).willReturn(refusal(type)));
  }

  /// How often any secret was asked for so far.
  public int requests() {
    return server.countRequestsMatching(postRequestedFor(urlEqualTo("/")).build()).getCount();
  }

  /// How often each access key has asked for a secret.
  public Map<String, Long> requestsByAccessKey() {
    return server.findAll(postRequestedFor(urlEqualTo("/"))).stream()
        .map(request -> ACCESS_KEY.matcher(request.getHeader("Authorization")))
        .map(matcher -> matcher.find() ? matcher.group(1) : "unsigned")
        .collect(Collectors.groupingBy(key -> key, TreeMap::new, Collectors.counting()));
  }

  /// A header of the last request for a secret.
  public String lastHeader(String name) {
    return server.findAll(postRequestedFor(urlEqualTo("/"))).getLast().getHeader(name);
  }

  @Override
  public URI endpoint() {
    return URI.create("http://" + address + ":" + server.port());
  }

  @Override
  public void close() {
    server.stop();
  }

  private static MappingBuilder getSecretValue(String arn) {
    return post("/")
        .withHeader("X-Amz-Target", equalTo("secretsmanager.GetSecretValue"))
        .withHeader("Content-Type", equalTo("application/x-amz-json-1.1"))
        .withHeader("Authorization", matching(SIGNATURE))
        .withRequestBody(matchingJsonPath("$.SecretId", equalTo(arn)));
  }

  private static ResponseDefinitionBuilder refusal(String type) {
    return jsonResponse(Map.of("__type", type, "Message", "refused by the stub"), 400);
  }
}
