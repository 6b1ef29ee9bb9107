package dev.interlock.testkit.servers;

/// Where on a server the tables of a [TestDatabase] are, and how functions connect to them.
///
/// @param applicationName of the functions' sessions
record Place(String database, String schema, Role role, String applicationName) {}
