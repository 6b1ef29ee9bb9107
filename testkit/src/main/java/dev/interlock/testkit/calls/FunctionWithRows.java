package dev.interlock.testkit.calls;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.Command;
import dev.interlock.write.CommandIdentity;
import dev.interlock.write.ConditionalStatement;
import dev.interlock.write.StatementRunner;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A function whose rows for each key are inserted when its request is first made.
public class FunctionWithRows implements FunctionUnderTest {

  private final FunctionUnderTest function;
  private final Set<String> keys = new HashSet<>();
  private Optional<TestDatabase> database = Optional.empty();

  /// Wraps a function.
  public FunctionWithRows(FunctionUnderTest function) {
    this.function = function;
  }

  @Override
  public void begin(TestDatabase tables) {
    database = Optional.of(tables);
    keys.clear();
    function.begin(tables);
  }

  @Override
  public Event accepted(String key) {
    insertRows(key);
    return function.accepted(key);
  }

  @Override
  public Event refused(String key) {
    insertRows(key);
    return function.refused(key);
  }

  private synchronized void insertRows(String key) {
    if (keys.add(key)) {
      function.rowsFor(key).ifPresent(database.orElseThrow()::run);
    }
  }

  @Override
  public RequestStreamHandler handler(StatementRunner writes) {
    return function.handler(writes);
  }

  @Override
  public ConditionalStatement<?, ?> statement() {
    return function.statement();
  }

  @Override
  public Command command(ApiRequest request) {
    return function.command(request);
  }

  @Override
  public List<Refusable> refusals() {
    return function.refusals();
  }

  @Override
  public boolean isOpenToStrangers() {
    return function.isOpenToStrangers();
  }

  @Override
  public int acceptedOf(int calls) {
    return function.acceptedOf(calls);
  }

  @Override
  public Rivals rivals() {
    return function.rivals();
  }

  @Override
  public Map<String, String> uncheckedColumns() {
    return function.uncheckedColumns();
  }

  @Override
  public Map<String, Set<String>> sharedTables() {
    return function.sharedTables();
  }

  @Override
  public String sql() {
    return function.sql();
  }

  @Override
  public CommandIdentity identity(Command command) {
    return function.identity(command);
  }

  @Override
  public Interceptor interceptor() {
    return function.interceptor();
  }
}
