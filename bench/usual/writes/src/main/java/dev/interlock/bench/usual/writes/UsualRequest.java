package dev.interlock.bench.usual.writes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// The validated body of a request, and the database call that it becomes.
public sealed interface UsualRequest permits TransferRequest, DecrementRequest, ChangeRequest {

  /// Interlock's limits on waits for locks: for the grant in milliseconds, for the key, and for
  /// all.
  String WAITS = "'2416', interval '1.5 s', interval '7.25 s'";

  /// The call that decides, writes and stores the verdict.
  String sql();

  /// The parameters of the call, in order.
  ///
  /// @throws IllegalArgumentException when a header or the caller is missing
  Object[] values(APIGatewayV2HTTPEvent event);

  /// The caller, as verified by the authorizer.
  static String caller(APIGatewayV2HTTPEvent event) {
    Map<String, String> claims = event.getRequestContext().getAuthorizer().getJwt().getClaims();
    return Objects.requireNonNull(claims.get("sub"), "sub");
  }

  /// A header by its name in lower case, as API Gateway sends it.
  static String header(APIGatewayV2HTTPEvent event, String name) {
    return event.getHeaders().entrySet().stream()
        .filter(header -> header.getKey().toLowerCase(Locale.ROOT).equals(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name));
  }

  /// Identifies the content of a request, to recognise a retry.
  static byte[] fingerprint(APIGatewayV2HTTPEvent event) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(event.getHeaders().getOrDefault("if-match", "").getBytes(UTF_8));
      return digest.digest(event.getBody().getBytes(UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Rejects an invalid member.
  static void require(boolean condition, String member) {
    if (!condition) {
      throw new IllegalArgumentException(member);
    }
  }
}
