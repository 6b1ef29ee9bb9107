package dev.interlock.testkit.contracts;

import dev.interlock.testkit.calls.Draft;
import dev.interlock.testkit.calls.Expected;
import dev.interlock.testkit.contracts.Precedence.Fault;
import java.util.List;
import java.util.Optional;

/// Faults that every write can have, apart from the members of its body.
public final class RequestFaults {

  /// In the contract's order, which is the order of precedence.
  public static final List<Fault<Draft>> IN_ORDER =
      List.of(
          new Fault<>(
              "no caller",
              Expected.refused(401, "unauthenticated"),
              draft -> draft.subject(Optional.empty())),
          new Fault<>(
              "media type",
              Expected.refused(415, "unsupported-media-type"),
              draft -> draft.contentType(Optional.of("text/plain"))),
          new Fault<>(
              "size",
              Expected.refused(413, "body-too-large"),
              draft -> draft.body(draft.body() + " ".repeat(65_537))),
          new Fault<>(
              "key missing",
              Expected.refused(400, "idempotency-key-missing"),
              draft -> draft.key(Optional.empty())),
          new Fault<>(
              "key malformed",
              Expected.refused(400, "idempotency-key-malformed"),
              draft -> draft.key(Optional.of("a,b"))),
          new Fault<>("body", Expected.malformed(""), draft -> draft.body("{")));

  private RequestFaults() {}

  /// The same faults for a complete request.
  public static <S extends RefusableRequest> List<Fault<S>> ofRequest() {
    return IN_ORDER.stream().map(RequestFaults::<S>ofRequest).toList();
  }

  private static <S extends RefusableRequest> Fault<S> ofRequest(Fault<Draft> fault) {
    return new Fault<>(
        fault.name(), fault.expected(), request -> fault.cause().accept(request.draft()));
  }
}
