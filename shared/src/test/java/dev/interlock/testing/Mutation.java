package dev.interlock.testing;

import java.util.concurrent.atomic.AtomicBoolean;

/// A function's SQL with one guard taken out: the fragment that is the guard, and what stands there
/// without it.
///
/// A fragment that no statement has any more is a mistake of the test, and not a guard that works.
public final class Mutation implements Interceptor {

  private final String guard;
  private final String instead;
  private final AtomicBoolean applied = new AtomicBoolean();

  private Mutation(String guard, String instead) {
    this.guard = guard;
    this.instead = instead;
  }

  /// White space counts: a fragment is written as it stands in the statement.
  public static Mutation of(String guard, String instead) {
    return new Mutation(guard, instead);
  }

  @Override
  public String preparing(String sql) {
    if (!sql.contains(guard)) {
      return sql;
    }
    applied.set(true);
    return sql.replace(guard, instead);
  }

  /// Says whether the guard was found, and so left out, in anything that has run.
  public boolean applied() {
    return applied.get();
  }

  @Override
  public String toString() {
    return "without " + guard.strip();
  }
}
