package dev.interlock.testkit.statements;

import dev.interlock.testkit.connections.Interceptor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// A function's SQL with one guard removed: the fragment that is the guard, and its replacement.
///
/// If no statement has the fragment any more, the test is wrong: see [#applied].
public final class Mutation implements Interceptor {

  // The fragments and their replacements.
  private final Map<String, String> guards;
  private final AtomicBoolean applied = new AtomicBoolean();

  private Mutation(Map<String, String> guards) {
    this.guards = guards;
  }

  /// White space counts: the fragment must be written exactly as in the statement.
  public static Mutation of(String guard, String instead) {
    return new Mutation(Map.of(guard, instead));
  }

  /// The same, with another guard of the statement removed too.
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

  /// The guard would remain in the text that a call in a queue passes on.
  @Override
  public boolean queues() {
    return false;
  }

  /// Whether the guard was found and removed in any statement.
  public boolean applied() {
    return applied.get();
  }

  @Override
  public String toString() {
    return "without " + String.join(" and ", guards.keySet());
  }
}
