package dev.interlock.write;

import dev.interlock.api.Caller;
import dev.interlock.api.IdempotencyKey;

/// What makes a command the same one when it comes again: whose it is, under which key, and what it
/// says.
///
/// @param operation the namespace of the key: a caller may use one key once per operation
/// @param fingerprint 32 bytes, see [dev.interlock.api.Fingerprint]
@SuppressWarnings("ArrayRecordComponent") // never compared as a record
public record CommandIdentity(
    Caller caller, String operation, IdempotencyKey key, byte[] fingerprint) {}
