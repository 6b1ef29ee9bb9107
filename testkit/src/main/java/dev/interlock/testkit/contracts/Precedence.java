package dev.interlock.testkit.contracts;

import dev.interlock.testkit.calls.Expected;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// The order of a contract's refusals, as pairs of faults.
public final class Precedence {

  private Precedence() {}

  /// A reason to refuse a request, and how to cause it.
  ///
  /// @param <S> the request and its rows
  public record Fault<S>(String name, Expected expected, Consumer<S> cause) {

    @Override
    public String toString() {
      return name;
    }
  }

  /// A fault that is refused without additional members.
  public static <S> Fault<S> fault(String name, int status, String problem, Consumer<S> cause) {
    return new Fault<>(name, Expected.refused(status, problem), cause);
  }

  /// A fault whose refusal points at a member of the body.
  public static <S> Fault<S> fault(
      String name, int status, String problem, String pointer, Consumer<S> cause) {
    return new Fault<>(name, Expected.refused(status, problem, pointer), cause);
  }

  /// Two faults of one request, which must get the answer of the earlier one.
  public record Pair<S>(Fault<S> earlier, Fault<S> later) {

    /// Causes both. The later goes first, so that it cannot undo the earlier.
    public void cause(S situation) {
      later.cause().accept(situation);
      earlier.cause().accept(situation);
    }

    @Override
    public String toString() {
      return earlier.name() + " before " + later.name();
    }
  }

  /// Every pair of these faults, which are in the contract's order.
  ///
  /// @param impossible pairs that one request cannot have, by the name of the earlier fault
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
