package dev.interlock.testkit.servers;

/// SQL about the sessions on a server. `%s` stands for the application name of the sessions meant.
interface SessionQueries {

  /// Counts them.
  String sessions();

  /// Counts those that left a transaction open.
  String idleInTransaction();

  /// Counts those that wait for a lock.
  String waiting();

  /// Counts all sessions in this database that wait for a lock.
  String waitingAnybody();

  /// Ends the sessions that wait for a lock.
  String endWaiting();

  /// Cancels the statements that wait for a lock.
  String cancelWaiting();

  /// Ends all of them.
  String endAll();

  /// The application names of all sessions on the server.
  String applicationNames();
}
