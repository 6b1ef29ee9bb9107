package dev.interlock.write;

/// Identifies a command when it is sent again: by its caller, its key and its content.
///
/// @param caller the verified subject
/// @param operation the namespace of the key: a caller may use one key once per operation
/// @param key the caller's idempotency key
/// @param fingerprint 32 bytes, see [Fingerprint]
@SuppressWarnings("ArrayRecordComponent") // never compared as a record
public record CommandIdentity(String caller, String operation, String key, byte[] fingerprint) {}
