package dev.interlock.database;

import io.agroal.api.security.AgroalSecurityProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// Keeps the functions' credential from one new connection to the next, until it is refused, has
/// expired, or a snapshot is about to be taken.
final class Credentials implements AgroalSecurityProvider {

  /// A source that goes on giving what is refused, as it does while a rotation is half done, is
  /// asked again once a second and not at each attempt.
  private static final Duration FETCH_INTERVAL_LEAST = Duration.ofSeconds(1);

  private final CredentialSource source;
  private final Clock clock;
  private @Nullable Credential kept;
  private Instant fetchedAt = Instant.EPOCH;
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
    boolean outworn =
        (refused && now.isAfter(fetchedAt.plus(FETCH_INTERVAL_LEAST)))
            || now.isAfter(fetchedAt.plus(source.validity()));
    Credential current = kept;
    if (current == null || outworn) {
      current = source.fetch();
      kept = current;
      fetchedAt = now;
      refused = false;
      generation++;
    }
    return current;
  }
}
