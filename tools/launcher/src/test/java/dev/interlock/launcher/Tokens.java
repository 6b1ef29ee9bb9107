package dev.interlock.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Good and bad tokens. The good ones are signed with the local issuer's key, read from its file.
record Tokens(RSAKey key, String issuer) {
  /// @param what the property that makes the token good or bad
  record Case(String what, String token) {}

  static Tokens of(Path pem, String issuer) throws Exception {
    String body = Files.readString(pem).replaceAll("-----[A-Z ]+-----|\\s", "");
    KeyFactory factory = KeyFactory.getInstance("RSA");
    var secret =
        (RSAPrivateCrtKey)
            factory.generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
    var open =
        (RSAPublicKey)
            factory.generatePublic(
                new RSAPublicKeySpec(secret.getModulus(), secret.getPublicExponent()));
    RSAKey key = new RSAKey.Builder(open).privateKey(secret).keyIDFromThumbprint().build();
    return new Tokens(key, issuer);
  }

  private Map<String, Object> claims() {
    long now = Instant.now().getEpochSecond();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("sub", "alice");
    claims.put("iss", issuer);
    claims.put("aud", "interlock");
    claims.put("iat", now);
    claims.put("exp", now + 600);
    claims.put("groups", List.of("a", "b"));
    claims.put("flag", true);
    return claims;
  }

  String valid() throws Exception {
    return with(Map.of());
  }

  /// A token with these claims instead of the valid token's. A claim of `""` is left out.
  String with(Map<String, Object> changes) throws Exception {
    return signed(JWSAlgorithm.RS256, key.getKeyID(), new RSASSASigner(key), changes);
  }

  private String signed(
      JWSAlgorithm algorithm, @Nullable String kid, JWSSigner signer, Map<String, Object> changes)
      throws Exception {
    Map<String, Object> claims = claims();
    claims.putAll(changes);
    claims.values().removeIf(""::equals);
    JWSHeader header = new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(kid).build();
    JWSObject token = new JWSObject(header, new Payload(claims));
    token.sign(signer);
    return token.serialize();
  }

  List<Case> good() throws Exception {
    long now = Instant.now().getEpochSecond();
    return List.of(
        new Case("valid", valid()),
        new Case("one of several audiences", with(Map.of("aud", List.of("x", "interlock")))),
        new Case("another audience of the template", with(Map.of("aud", "interlock-desk"))),
        new Case("client_id in place of aud", with(Map.of("aud", "", "client_id", "interlock"))),
        new Case("nbf now", with(Map.of("nbf", now))),
        new Case("no iat", with(Map.of("iat", ""))));
  }

  List<Case> bad() throws Exception {
    long now = Instant.now().getEpochSecond();
    String valid = valid();
    String payload = valid.split("\\.", -1)[1];
    RSASSASigner rsa = new RSASSASigner(key);
    RSASSASigner stranger = new RSASSASigner(new RSAKeyGenerator(2048).generate());
    String kid = key.getKeyID();
    byte[] publicKey = key.toRSAPublicKey().getEncoded();
    return List.of(
        new Case("alg none", encoded("{\"alg\":\"none\"}") + "." + payload + "."),
        new Case(
            "alg none with kid",
            encoded("{\"alg\":\"none\",\"kid\":\"" + kid + "\"}") + "." + payload + "."),
        new Case(
            "HS256 with the public key",
            signed(JWSAlgorithm.HS256, kid, new MACSigner(publicKey), Map.of())),
        new Case("RS384", signed(JWSAlgorithm.RS384, kid, rsa, Map.of())),
        new Case("PS256", signed(JWSAlgorithm.PS256, kid, rsa, Map.of())),
        new Case("another kid", signed(JWSAlgorithm.RS256, "other", rsa, Map.of())),
        new Case("no kid", signed(JWSAlgorithm.RS256, null, rsa, Map.of())),
        new Case("a stranger's key", signed(JWSAlgorithm.RS256, kid, stranger, Map.of())),
        new Case("no signature", valid.substring(0, valid.lastIndexOf('.') + 1)),
        new Case("changed payload", valid.replace(payload, encoded("{\"sub\":\"bob\"}"))),
        new Case("another issuer", with(Map.of("iss", "http://127.0.0.1:1"))),
        new Case("issuer with a slash", with(Map.of("iss", issuer + "/"))),
        new Case("no issuer", with(Map.of("iss", ""))),
        new Case("another audience", with(Map.of("aud", "other"))),
        new Case("no audience", with(Map.of("aud", ""))),
        new Case(
            "another audience and a client_id",
            with(Map.of("aud", "other", "client_id", "interlock"))),
        new Case("another client_id", with(Map.of("aud", "", "client_id", "other"))),
        new Case("expired", with(Map.of("exp", now - 1))),
        new Case("expires now", with(Map.of("exp", now))),
        new Case("no exp", with(Map.of("exp", ""))),
        new Case("nbf in the future", with(Map.of("nbf", now + 30))),
        new Case("iat in the future", with(Map.of("iat", now + 30))),
        new Case("exp as text", with(Map.of("exp", "soon"))));
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }
}
