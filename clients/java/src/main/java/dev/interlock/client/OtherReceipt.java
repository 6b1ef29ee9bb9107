package dev.interlock.client;

/// The answer to an accepted command of an operation that this client does not know.
public record OtherReceipt(JsonObject body) implements Receipt {}
