package dev.interlock.testkit.servers;

/// The role that functions connect as.
record Role(String name, String password) {}
