package dev.interlock.races.contender;

/// The isolation level of a rival's transactions.
enum IsolationLevel {
  SERIALIZABLE("serializable"),
  /// The only level of Aurora DSQL.
  REPEATABLE_READ("repeatable\\ read"),
  /// The database's default, at which most deployed code runs.
  READ_COMMITTED("read\\ committed");

  /// The value in the startup packet, where an unescaped blank ends an option.
  private final String option;

  IsolationLevel(String option) {
    this.option = option;
  }

  String option() {
    return option;
  }
}
