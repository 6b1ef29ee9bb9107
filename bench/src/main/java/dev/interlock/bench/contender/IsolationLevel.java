package dev.interlock.bench.contender;

/// The level at which a rival's transactions run.
enum IsolationLevel {
  SERIALIZABLE("serializable"),
  /// The database's own default, which most deployed code runs at.
  READ_COMMITTED("read\\ committed");

  /// As it stands in the startup packet, where a blank ends an option.
  private final String option;

  IsolationLevel(String option) {
    this.option = option;
  }

  String option() {
    return option;
  }
}
