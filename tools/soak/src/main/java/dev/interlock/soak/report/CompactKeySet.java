package dev.interlock.soak.report;

import java.util.Arrays;

/// A set of keys in about a dozen bytes per key: a long soak has millions.
///
/// It stores 64 bits of hash. Two of a million keys collide with a probability of one in forty
/// million, and then a count is one short.
final class CompactKeySet {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  // Marks a free place, so no key may hash to it.
  private static final long FREE = 0;

  private long[] places = new long[1 << 10];
  private int size;

  /// Adds a key; whether it was absent.
  boolean add(String key) {
    if (size * 10L > places.length * 7L) {
      grow();
    }
    long hash = hash(key);
    int place = place(places, hash);
    if (places[place] == hash) {
      return false;
    }
    places[place] = hash;
    size++;
    return true;
  }

  boolean contains(String key) {
    long hash = hash(key);
    return places[place(places, hash)] == hash;
  }

  int size() {
    return size;
  }

  private void grow() {
    long[] wider = new long[places.length * 2];
    Arrays.stream(places)
        .filter(hash -> hash != FREE)
        .forEach(hash -> wider[place(wider, hash)] = hash);
    places = wider;
  }

  /// The place of the hash, or the free one for it.
  private static int place(long[] places, long hash) {
    int place = (int) hash & (places.length - 1);
    while (places[place] != FREE && places[place] != hash) {
      place = (place + 1) & (places.length - 1);
    }
    return place;
  }

  /// FNV-1a with the finalizer of MurmurHash3, because FNV alone mixes its low bits poorly.
  private static long hash(String key) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < key.length(); i++) {
      hash = (hash ^ key.charAt(i)) * FNV_PRIME;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    hash ^= hash >>> 33;
    return hash == FREE ? FNV_OFFSET : hash;
  }
}
