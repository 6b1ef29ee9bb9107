package dev.interlock.console;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// An event for the pages: its name, and its data as JSON.
record ShownEvent(String name, String data) {
  ShownEvent(String name, ObjectNode data) {
    this(name, data.toString());
  }
}
