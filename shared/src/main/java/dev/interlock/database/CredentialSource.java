package dev.interlock.database;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/// Provides the functions' credential, which is fetched for the first connection, after the server
/// has rejected it, and when it has expired.
interface CredentialSource {

  Credential fetch() throws IOException;

  /// How long a fetched credential is valid.
  default Duration validity() {
    return Duration.ofDays(365);
  }

  /// Removes everything from memory that must not be part of a snapshot.
  default void forget() {}

  /// The source that the environment variables select, which must be exactly one of
  /// `DATABASE_PASSWORD`, `DATABASE_SECRET_ARN` and `DATABASE_IAM_AUTH`.
  static CredentialSource of(Map<String, String> environment, DatabaseSettings settings) {
    String password = environment.getOrDefault("DATABASE_PASSWORD", "");
    String secretArn = environment.getOrDefault("DATABASE_SECRET_ARN", "");
    boolean iam = environment.getOrDefault("DATABASE_IAM_AUTH", "").equals("true");
    int chosen = (password.isEmpty() ? 0 : 1) + (secretArn.isEmpty() ? 0 : 1) + (iam ? 1 : 0);
    if (chosen != 1) {
      throw new IllegalArgumentException(
          "exactly one of DATABASE_PASSWORD, DATABASE_SECRET_ARN and DATABASE_IAM_AUTH=true must be"
              + " set, not "
              + chosen);
    }
    if (!secretArn.isEmpty()) {
      return new SecretsManagerSource(secretArn, environment);
    }
    String user = DatabaseSettings.required(environment, "DATABASE_USER");
    if (iam) {
      if (settings.url().hosts().size() > 1) {
        throw new IllegalArgumentException(
            "DATABASE_IAM_AUTH=true needs one host in DATABASE_URL: a token is for one host");
      }
      return new IamTokenSource(settings.url().hosts().getFirst(), user, environment);
    }
    Credential fixed = new Credential(user, password);
    return () -> fixed;
  }
}
