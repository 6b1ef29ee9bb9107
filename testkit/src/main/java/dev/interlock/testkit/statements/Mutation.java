package dev.interlock.testkit.statements;

import dev.interlock.testkit.connections.Interceptor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// A function's SQL with one guard taken out: the fragment that is the guard, and what stands there
/// without it.
///
/// A fragment that no statement has any more is a mistake of the test, and not a guard that works.
public final class Mutation implements Interceptor {

  // The fragments, each with what stands there without it.
  private final Map<String, String> guards;
  private final AtomicBoolean applied = new AtomicBoolean();

  private Mutation(Map<String, String> guards) {
    this.guards = guards;
  }

  /// White space counts: a fragment is written as it stands in the statement.
  public static Mutation of(String guard, String instead) {
    return new Mutation(Map.of(guard, instead));
  }

  /// The same, with another guard of the same statement taken out as well.
  public Mutation and(String other, String insteadOfOther) {
    Map<String, String> both = new LinkedHashMap<>(guards);
    both.put(other, insteadOfOther);
    return new Mutation(both);
  }

  @Override
  public String preparing(String sql) {
    if (!guards.keySet().stream().allMatch(sql::contains)) {
      return sql;
    }
    applied.set(true);
    String without = sql;
    for (Map.Entry<String, String> guard : guards.entrySet()) {
      without = without.replace(guard.getKey(), guard.getValue());
    }
    return without;
  }

  /// Says whether the guard was found, and so left out, in anything that has run.
  public boolean applied() {
    return applied.get();
  }

  @Override
  public String toString() {
    return "without " + String.join(" and ", guards.keySet());
  }
}
