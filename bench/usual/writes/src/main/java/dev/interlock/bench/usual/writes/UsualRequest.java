package dev.interlock.bench.usual.writes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// A request's body that was read and checked, and the call of the database that it becomes.
public sealed interface UsualRequest permits TransferRequest, DecrementRequest, ChangeRequest {

  /// The one call that decides, writes and remembers.
  String sql();

  /// What is bound to it, in its order.
  ///
  /// @throws IllegalArgumentException when a header or the caller is missing
  Object[] values(APIGatewayV2HTTPEvent event);

  /// Who calls, as the authorizer verified it.
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

  /// What makes a request the same one when it comes again.
  static byte[] fingerprint(APIGatewayV2HTTPEvent event) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(event.getHeaders().getOrDefault("if-match", "").getBytes(UTF_8));
      return digest.digest(event.getBody().getBytes(UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Refuses what is not as it must be.
  static void require(boolean condition, String member) {
    if (!condition) {
      throw new IllegalArgumentException(member);
    }
  }
}
