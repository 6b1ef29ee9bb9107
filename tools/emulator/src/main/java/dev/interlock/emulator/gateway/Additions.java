package dev.interlock.emulator.gateway;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// What an API has besides the routes of its template.
///
/// @param documents the JSON documents that are served without a token, by their paths
record Additions(
    Map<String, String> documents,
    AtomicReference<Pages> pages,
    AtomicReference<CallListener> calls) {
  Additions() {
    this(
        new ConcurrentHashMap<>(),
        new AtomicReference<>(Pages.NONE),
        new AtomicReference<>(CallListener.NONE));
  }
}
