package dev.interlock.testkit.calls;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// Different callers who compete for something that only one of them can get.
///
/// @param callers none, or two and more
/// @param request what a caller sends under a key: accepted for the first one, refused afterwards
/// @param rows SQL that the owner of the tables runs first, for what the demo data lacks
/// @param whyNone why there are no callers
public record Rivals(
    List<String> callers,
    BiFunction<String, String, Event> request,
    Optional<String> rows,
    String whyNone) {

  /// Callers, and what each of them sends under a key.
  public static Rivals of(List<String> callers, BiFunction<String, String, Event> request) {
    if (callers.size() < 2) {
      throw new IllegalArgumentException("rivals are two callers at least: " + callers);
    }
    return new Rivals(List.copyOf(callers), request, Optional.empty(), "");
  }

  /// Only one caller can want the same thing.
  public static Rivals none(String why) {
    return new Rivals(
        List.of(),
        (caller, key) -> {
          throw new IllegalStateException(why);
        },
        Optional.empty(),
        why);
  }

  /// The same, with rows that the demo data lacks.
  public Rivals withRows(String sql) {
    return new Rivals(callers, request, Optional.of(sql), whyNone);
  }

  /// The request of one of them; they take turns.
  public Event request(int number, String key) {
    return request.apply(callers.get(number % callers.size()), key);
  }
}
