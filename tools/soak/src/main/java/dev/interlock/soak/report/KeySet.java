package dev.interlock.soak.report;

import java.util.Arrays;

/// Which keys there were, in a dozen bytes for each: a long soak has millions.
///
/// It knows keys by 64 bits of hash. Of a million, two have the same with a probability of one in
/// forty million, and then a count is one short.
final class KeySet {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  // What marks a free place, and so must be nobody's hash.
  private static final long FREE = 0;

  private long[] places = new long[1 << 10];
  private int size;

  /// Whether it was not there yet.
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

  /// Where the hash is, or else may be put.
  private static int place(long[] places, long hash) {
    int place = (int) hash & (places.length - 1);
    while (places[place] != FREE && places[place] != hash) {
      place = (place + 1) & (places.length - 1);
    }
    return place;
  }

  /// FNV-1a, finished as MurmurHash3 does, since FNV alone leaves its low bits poor.
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
