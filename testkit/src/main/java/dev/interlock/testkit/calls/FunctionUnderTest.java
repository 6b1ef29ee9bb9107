package dev.interlock.testkit.calls;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.StatementRunner;
import java.util.List;

/// A function that writes, as the tests in `contracts` need it.
public interface FunctionUnderTest {

  /// Called before each test with the demo data restored, for requests that need to look it up.
  default void begin(TestDatabase database) {}

  /// The function in a new environment.
  RequestStreamHandler handler(StatementRunner writes);

  /// A request that the demo data accepts, several times under several keys.
  Event accepted(String key);

  /// The number of journal rows that `accepted` adds.
  default int legs() {
    return 1;
  }

  /// A request that the demo data refuses by a verdict that is kept.
  Event refused(String key);

  /// A statement that locks the guard row that `accepted` writes.
  String lockGuardRow();

  /// Statements that lock the rows for which `accepted` waits, in the order in which it waits: the
  /// caller's grant and the guard row, if it waits for both.
  List<String> locksInOrder();

  /// A statement that takes a key as `accepted` takes it.
  String takeKey(String key);
}
