package dev.interlock.database;

import dev.interlock.limits.TimeLimits;
import io.agroal.api.security.AgroalSecurityProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// Keeps the functions' credential between connections, until it is rejected or expires, or a
/// snapshot is about to be taken.
final class Credentials implements AgroalSecurityProvider {

  private final CredentialSource source;
  private final Clock clock;
  private @Nullable Credential kept;
  private Instant fetchedAt = Instant.EPOCH;
  private Instant askedAt = Instant.MIN;
  private boolean refused;
  private int generation;

  Credentials(CredentialSource source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  /// The number of the current credential: each that is fetched has a new one.
  synchronized int generation() {
    return generation;
  }

  /// Notes that the server rejected the credential of this generation. Of several threads that are
  /// rejected together one is enough: the next credential has another generation.
  synchronized void refused(int generation) {
    refused |= this.generation == generation;
  }

  /// Removes the credential from memory, so that no snapshot contains it.
  synchronized void forget() {
    kept = null;
    refused = false;
    askedAt = Instant.MIN;
    source.forget();
  }

  /// Called by the pool for each new connection, in the thread that opens it.
  @Override
  public Properties getSecurityProperties(Object requester) {
    Credential credential;
    try {
      credential = current();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Properties properties = new Properties();
    properties.setProperty("user", credential.user());
    properties.setProperty("password", credential.password());
    return properties;
  }

  // Other threads wait here: they need the credential that this one is fetching.
  private synchronized Credential current() throws IOException {
    Instant now = clock.instant();
    boolean askable = now.isAfter(askedAt.plus(TimeLimits.CREDENTIAL_INTERVAL));
    boolean stale = (refused && askable) || now.isAfter(fetchedAt.plus(source.validity()));
    Credential current = kept;
    if (current == null || stale) {
      if (!askable) {
        throw new IOException("the last request for a credential failed a moment ago");
      }
      askedAt = now;
      current = source.fetch();
      kept = current;
      fetchedAt = now;
      refused = false;
      generation++;
    }
    return current;
  }
}
