package dev.interlock.emulator.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.interlock.emulator.host.SetupException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.UUID;

/// Signs tokens as an identity provider would, with a key that never leaves its data folder.
public final class TokenIssuer {
  /// What the tokens are for, as the template's parameter is told.
  public static final String AUDIENCE = "interlock";

  private static final int KEY_BITS = 2048;
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  private final RSAKey key;

  private TokenIssuer(RSAKey key) {
    this.key = key;
  }

  /// Reads the key, a PKCS#8 PEM file, or makes it when there is none.
  public static TokenIssuer of(Path pem) throws IOException {
    try {
      if (!Files.exists(pem)) {
        create(pem);
      }
      return read(pem);
    } catch (GeneralSecurityException | JOSEException | IllegalArgumentException unreadable) {
      throw new SetupException(pem + " is no RSA key in a PKCS#8 PEM file", unreadable);
    }
  }

  /// A key is there whole or not at all, also when two commands make it at the same time.
  private static void create(Path pem) throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(KEY_BITS);
    byte[] encoded = generator.generateKeyPair().getPrivate().getEncoded();
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    Path whole =
        Files.createTempFile(
            pem.toAbsolutePath().getParent(),
            "issuer",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(whole, BEGIN + "\n" + body + "\n" + END + "\n");
      Files.createLink(pem, whole);
    } catch (FileAlreadyExistsException another) {
      // The other command's key is the one.
    } finally {
      Files.delete(whole);
    }
  }

  private static TokenIssuer read(Path pem)
      throws IOException, GeneralSecurityException, JOSEException {
    String text = Files.readString(pem, US_ASCII);
    String body = text.replace(BEGIN, "").replace(END, "").replaceAll("\\s", "");
    KeyFactory factory = KeyFactory.getInstance("RSA");
    var spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body));
    if (!(factory.generatePrivate(spec) instanceof RSAPrivateCrtKey secret)) {
      throw new IllegalArgumentException("no RSA key");
    }
    var publicSpec = new RSAPublicKeySpec(secret.getModulus(), secret.getPublicExponent());
    if (!(factory.generatePublic(publicSpec) instanceof RSAPublicKey open)) {
      throw new IllegalArgumentException("no RSA key");
    }
    return new TokenIssuer(
        new RSAKey.Builder(open)
            .privateKey(secret)
            .keyUse(KeyUse.SIGNATURE)
            .algorithm(JWSAlgorithm.RS256)
            .keyIDFromThumbprint()
            .build());
  }

  /// A token for the caller `subject`, valid from now on.
  public String token(String issuer, String subject, Duration expiresIn) {
    Instant now = Instant.now();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .subject(subject)
            .issuer(issuer)
            .audience(AUDIENCE)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(expiresIn)))
            .jwtID(UUID.randomUUID().toString())
            .build();
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .type(JOSEObjectType.JWT)
            .keyID(key.getKeyID())
            .build();
    SignedJWT token = new SignedJWT(header, claims);
    try {
      token.sign(new RSASSASigner(key));
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
    return token.serialize();
  }

  /// The public key, by its id.
  RSAKey publicKey() {
    return key.toPublicJWK();
  }

  /// The public keys as RFC 7517 wants them.
  String keySet() {
    return new JWKSet(key).toString(true);
  }
}
