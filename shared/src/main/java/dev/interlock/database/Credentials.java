package dev.interlock.database;

import dev.interlock.limits.TimeLimits;
import io.agroal.api.security.AgroalSecurityProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// Keeps the functions' credential from one new connection to the next, until it is refused, has
/// expired, or a snapshot is about to be taken.
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

  /// Which credential is kept: a new number for each that was fetched.
  synchronized int generation() {
    return generation;
  }

  /// Notes that a connection was refused that was asked for at this generation. One thread of many
  /// that are refused together is enough; who comes later has the next generation already.
  synchronized void refused(int generation) {
    refused |= this.generation == generation;
  }

  /// Leaves nothing in memory that a snapshot would carry.
  synchronized void forget() {
    kept = null;
    refused = false;
    askedAt = Instant.MIN;
    source.forget();
  }

  /// Called by the pool for each new connection, in the thread that wants it.
  @Override
  public Properties getSecurityProperties(Object asker) {
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

  // Threads that come meanwhile wait: they need what this one is fetching.
  private synchronized Credential current() throws IOException {
    Instant now = clock.instant();
    boolean askable = now.isAfter(askedAt.plus(TimeLimits.CREDENTIAL_INTERVAL));
    boolean outworn = (refused && askable) || now.isAfter(fetchedAt.plus(source.validity()));
    Credential current = kept;
    if (current == null || outworn) {
      if (!askable) {
        throw new IOException("asked for a moment ago, in vain");
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
