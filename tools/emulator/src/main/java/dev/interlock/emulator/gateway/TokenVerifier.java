package dev.interlock.emulator.gateway;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.interlock.emulator.template.Template;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Decides whether a request's token is believed, by the rules of API Gateway's [JWT
/// authorizer](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html).
final class TokenVerifier {
  private static final String BEARER = "bearer ";

  private final RSAKey key;
  private final Template.Authorizer authorizer;
  private final InstantSource clock;

  TokenVerifier(RSAKey key, Template.Authorizer authorizer, InstantSource clock) {
    this.key = key;
    this.authorizer = authorizer;
    this.clock = clock;
  }

  /// The token's claims; empty when there is no token or one that is not believed.
  Optional<Map<String, Object>> claims(List<String> authorizationHeaders) {
    if (authorizationHeaders.size() != 1) {
      return Optional.empty();
    }
    String header = authorizationHeaders.getFirst().strip();
    boolean named = header.toLowerCase(Locale.ROOT).startsWith(BEARER);
    String token = named ? header.substring(BEARER.length()).strip() : header;
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      boolean believed = isSigned(jwt) && isForUs(claims) && isCurrent(claims);
      return believed ? Optional.of(jwt.getPayload().toJSONObject()) : Optional.empty();
    } catch (ParseException | JOSEException | IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /// Whether verified claims carry one of the required scopes, if any are required.
  boolean permits(Map<String, Object> claims) {
    return authorizer.scopes().isEmpty()
        || Stream.of("scope", "scp")
            .map(claims::get)
            .flatMap(TokenVerifier::scopes)
            .anyMatch(authorizer.scopes()::contains);
  }

  private static Stream<String> scopes(@Nullable Object claim) {
    return switch (claim) {
      case String separatedBySpaces -> Stream.of(separatedBySpaces.split(" ", -1));
      case List<?> list -> list.stream().map(String::valueOf);
      case null, default -> Stream.empty();
    };
  }

  private boolean isSigned(SignedJWT jwt) throws JOSEException {
    return JWSAlgorithm.RS256.equals(jwt.getHeader().getAlgorithm())
        && key.getKeyID().equals(jwt.getHeader().getKeyID())
        && jwt.verify(new RSASSAVerifier(key));
  }

  /// `client_id` counts only where there is no `aud`, as in Cognito's access tokens.
  private boolean isForUs(JWTClaimsSet claims) throws ParseException {
    boolean named = claims.getClaim("aud") != null;
    List<String> audiences =
        named ? claims.getAudience() : List.of(String.valueOf(claims.getClaim("client_id")));
    return authorizer.issuer().equals(claims.getIssuer())
        && audiences.stream().anyMatch(authorizer.audiences()::contains);
  }

  /// Without leeway: API Gateway has none.
  private boolean isCurrent(JWTClaimsSet claims) {
    Instant now = clock.instant();
    Instant expires = instant(claims.getExpirationTime());
    Instant notBefore = instant(claims.getNotBeforeTime());
    Instant issued = instant(claims.getIssueTime());
    return expires != null
        && expires.isAfter(now)
        && (notBefore == null || !notBefore.isAfter(now))
        && (issued == null || !issued.isAfter(now));
  }

  private static @Nullable Instant instant(@Nullable Date date) {
    return date == null ? null : date.toInstant();
  }
}
