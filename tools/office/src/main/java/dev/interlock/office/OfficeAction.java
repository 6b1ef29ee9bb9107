package dev.interlock.office;

import dev.interlock.write.Attempts;
import dev.interlock.write.Decision;
import dev.interlock.write.StatementRunner;

/// A checked command of the back office, and the statement that carries it out.
public interface OfficeAction {

  /// Decides it, or finds the decision that was made when its key was first used. Throws as
  /// [StatementRunner#decide] does.
  Decision<OfficeVerdict> decide(StatementRunner statements, Attempts attempts);

  /// The statement with its values in it. It returns verdict and detail, or no row if the key is
  /// taken, and must run at REPEATABLE READ or SERIALIZABLE.
  String sql();

  /// A script for psql that carries it out and prints the verdict, also one that is kept under the
  /// key already. It is for machines that cannot run this code.
  String script();
}
