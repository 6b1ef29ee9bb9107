package dev.interlock.examples.seats;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.calls.Refusable;
import dev.interlock.testkit.calls.Rivals;
import dev.interlock.write.Command;
import dev.interlock.write.ConditionalStatement;
import dev.interlock.write.StatementRunner;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Describes the booking to the tests that every function must pass.
final class SeatBookingUnderTest implements FunctionUnderTest {
  private static final UUID SHOW = UUID.fromString("c0000000-0000-4000-8000-000000000001");

  @Override
  public RequestStreamHandler handler(StatementRunner writes) {
    return new SeatBookingHandler(writes);
  }

  @Override
  public ConditionalStatement<?, ?> statement() {
    return new SeatBookingStatement();
  }

  @Override
  public Command command(ApiRequest request) {
    return SeatBookingCommand.of(request.write());
  }

  /// A show for each key, because a caller gets only four seats of one show.
  @Override
  public Optional<String> rowsFor(String key) {
    return Optional.of(
        """
        INSERT INTO resource (id, kind, owner_count) VALUES ('%1$s', 'show', 1);
        INSERT INTO permission (resource_id, principal, role)
        VALUES ('%1$s', 'alice', 'owner'), ('%1$s', 'bob', 'operator');
        INSERT INTO permission_entry (resource_id, acl_version, principal, previous_role, role)
        VALUES ('%1$s', 0, 'alice', 'none', 'owner'), ('%1$s', 0, 'bob', 'none', 'operator');
        INSERT INTO seat (show_id, seat) VALUES ('%1$s', 'A1');
        """
            .formatted(show(key)));
  }

  @Override
  public Event accepted(String key) {
    return booking("bob", key, show(key));
  }

  private static Event booking(String caller, String key, UUID show) {
    return Event.post("/seat-bookings")
        .caller(caller)
        .key(key)
        .body("{\"show\": \"%s\", \"seat\": \"A1\"}".formatted(show));
  }

  private static UUID show(String key) {
    return UUID.nameUUIDFromBytes(key.getBytes(UTF_8));
  }

  /// Either of them may book the seat.
  @Override
  public Rivals rivals() {
    return Rivals.of(List.of("alice", "bob"), (caller, key) -> booking(caller, key, SHOW));
  }

  @Override
  public List<Refusable> refusals() {
    return List.of(
        Refusable.byRequest("show-not-found", event -> event.caller(STRANGER)),
        Refusable.byRows(
            "role-insufficient",
            "UPDATE permission SET role = 'viewer' WHERE principal = 'bob' AND role = 'operator'"),
        Refusable.byRows("seat-not-found", "UPDATE seat SET seat = 'Z9' WHERE seat = 'A1'"),
        Refusable.byRows("seat-taken", "UPDATE seat SET bookings = 1"),
        Refusable.byRows(
            "seat-limit",
            """
            INSERT INTO seat_holder (show_id, caller, seats)
            SELECT id, 'bob', 4 FROM resource WHERE kind = 'show'
            """));
  }

  /// A seat is booked once.
  @Override
  public int acceptedOf(int calls) {
    return 1;
  }
}
