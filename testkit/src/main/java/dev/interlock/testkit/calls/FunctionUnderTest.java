package dev.interlock.testkit.calls;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.Command;
import dev.interlock.write.CommandIdentity;
import dev.interlock.write.ConditionalStatement;
import dev.interlock.write.StatementRunner;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A function that writes, as the tests in `contracts` need it: a request that it accepts, and how
/// to have it refused. They derive everything else from the statement.
public interface FunctionUnderTest {

  /// The caller of a request that is not allowed to make it.
  String STRANGER = "a-stranger";

  /// Called before each test with the demo data restored, for requests that look something up.
  default void begin(TestDatabase database) {}

  /// SQL that inserts the rows for the request of this key, run once before it is first made. For a
  /// function that writes each row only once.
  default Optional<String> rowsFor(String key) {
    return Optional.empty();
  }

  /// The function in a new environment.
  RequestStreamHandler handler(StatementRunner writes);

  /// The statement that it sends.
  ConditionalStatement<?, ?> statement();

  /// Reads a request as the function does.
  Command command(ApiRequest request);

  /// A request that is accepted, after those under other keys too.
  Event accepted(String key);

  /// Whether anybody may call: no grant is needed, and the rows belong to nobody.
  default boolean isOpenToStrangers() {
    return false;
  }

  /// A request that is refused by a verdict that is kept.
  default Event refused(String key) {
    return accepted(key).caller(STRANGER);
  }

  /// A way to have `accepted` refused for each word in the statement, in its order of precedence.
  List<Refusable> refusals();

  /// How many of these calls are accepted if they send the request of `accepted` at once, each
  /// under another key. The others are refused.
  default int acceptedOf(int calls) {
    return calls;
  }

  /// Different callers who compete for something that only one of them can get. They show that the
  /// guard is wide enough, which calls of a single caller cannot.
  Rivals rivals();

  /// Why a column that the statement updates has no CHECK, by `table.column`.
  default Map<String, String> uncheckedColumns() {
    return Map.of();
  }

  /// Tables that other functions write too, each with the columns that only they update. The role
  /// of the functions may update those as well, and insert rows.
  default Map<String, Set<String>> sharedTables() {
    return Map.of();
  }

  /// The statement as it is sent.
  default String sql() {
    return statement().sql();
  }

  /// The identity of the command in a request.
  default CommandIdentity identity(Command command) {
    return command.identity();
  }

  /// What is between the function and its driver.
  default Interceptor interceptor() {
    return new Interceptor() {};
  }

  /// The command in an event.
  default Command commandIn(Event event) {
    byte[] json = event.json().getBytes(StandardCharsets.UTF_8);
    return command(ApiRequest.read(new ByteArrayInputStream(json)));
  }
}
