package dev.interlock.testkit.contracts;

import dev.interlock.testkit.calls.Expected;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.calls.HandlerUnderTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What the contract says of every request that writes: its caller, media type, size, key and JSON.
/// What it refuses reaches no database.
public abstract class RequestRules extends FunctionTests {

  private final HandlerUnderTest handler;

  protected RequestRules(FunctionUnderTest function) {
    super(function);
    this.handler = HandlerUnderTest.of(database, function);
  }

  @AfterAll
  void stop() {
    handler.close();
  }

  @TestFactory
  Stream<DynamicTest> requestFollowsTheContract() {
    List<Row> rows =
        new WriteContract(function::accepted, Expected.decided(), Expected.decided()).rows();
    return rows.stream()
        .map(row -> DynamicTest.dynamicTest(row.toString(), () -> row.check(handler)));
  }
}
