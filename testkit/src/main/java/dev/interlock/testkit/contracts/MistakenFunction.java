package dev.interlock.testkit.contracts;

import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.calls.FunctionWithRows;
import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.write.Command;
import dev.interlock.write.CommandIdentity;
import java.util.function.UnaryOperator;

/// A function with a mistake: it sends another statement, or leaves a member out of its
/// fingerprints.
final class MistakenFunction extends FunctionWithRows {

  private final String whole;
  private final String sent;
  private final UnaryOperator<Command> fingerprinted;

  private MistakenFunction(
      FunctionUnderTest function, String sent, UnaryOperator<Command> fingerprinted) {
    super(function);
    this.whole = function.sql();
    this.sent = sent;
    this.fingerprinted = fingerprinted;
  }

  /// It sends this statement.
  static MistakenFunction sending(FunctionUnderTest function, String sql) {
    return new MistakenFunction(function, sql, UnaryOperator.identity());
  }

  /// Its fingerprints leave out one member of the command.
  static MistakenFunction leavingOut(FunctionUnderTest function, String member) {
    Command same = function.commandIn(function.accepted("same"));
    return new MistakenFunction(
        function, function.sql(), command -> Fingerprints.withMemberOf(same, command, member));
  }

  @Override
  public String sql() {
    return sent;
  }

  @Override
  public CommandIdentity identity(Command command) {
    return super.identity(fingerprinted.apply(command));
  }

  @Override
  public Interceptor interceptor() {
    return new Interceptor() {
      @Override
      public String preparing(String sql) {
        return sql.equals(whole) ? sent : sql;
      }

      @Override
      public boolean queues() {
        return sent.equals(whole);
      }
    };
  }
}
