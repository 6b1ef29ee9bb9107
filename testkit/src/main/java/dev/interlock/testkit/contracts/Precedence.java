package dev.interlock.testkit.contracts;

import dev.interlock.testkit.calls.Expected;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// The order of a contract's refusals, tried out on each two of them.
public final class Precedence {

  private Precedence() {}

  /// A reason to refuse, and how a request comes to have it.
  ///
  /// @param <S> the situation that it is brought into: a request, and the rows that it meets
  public record Fault<S>(String name, Expected expected, Consumer<S> cause) {

    @Override
    public String toString() {
      return name;
    }
  }

  /// Two reasons to refuse one request: it must get the earlier one's answer.
  public record Pair<S>(Fault<S> earlier, Fault<S> later) {

    /// Brings a situation into both. The later goes first, so that it cannot undo the earlier.
    public void cause(S situation) {
      later.cause().accept(situation);
      earlier.cause().accept(situation);
    }

    @Override
    public String toString() {
      return earlier.name() + " before " + later.name();
    }
  }

  /// Every pair of these faults, which stand in the contract's order.
  ///
  /// @param impossible what one request cannot have both of, by the earlier one's name
  public static <S> List<Pair<S>> pairs(
      List<Fault<S>> inOrder, Map<String, Set<String>> impossible) {
    List<Pair<S>> pairs = new ArrayList<>();
    for (int i = 0; i < inOrder.size(); i++) {
      for (Fault<S> later : inOrder.subList(i + 1, inOrder.size())) {
        Fault<S> earlier = inOrder.get(i);
        if (!impossible.getOrDefault(earlier.name(), Set.of()).contains(later.name())) {
          pairs.add(new Pair<>(earlier, later));
        }
      }
    }
    return pairs;
  }
}
