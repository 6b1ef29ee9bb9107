package dev.interlock.audit.mutants;

/// The invariants that a history is held against, and what of the journals breaks with them often.
final class Names {

  static final String ONE_ANSWER = "every answer to one key is the same, byte for byte";
  static final String ONCE_NEW = "no key was answered as new twice";
  static final String AS_ANSWERED =
      "every acceptance that was answered is in the journals as it was answered";
  static final String REFUSAL_KEPT = "every refusal that was answered is kept under its key";
  static final String AS_ASKED = "every effect is what was asked for";
  static final String ANSWERED_IN_THE_END = "every key was answered in the end";
  static final String NOTHING_WRITTEN = "no call that said nothing was written wrote anything";
  static final String RIGHT_REFUSAL = "every refusal was right at some moment of its call";
  static final String ALLOWED = "every acceptance was allowed at some moment of its call";
  static final String NO_DEFECT = "no answer tells of a defect";
  static final String READ_OF_ITS_VERSION = "every read shows what the journal has at its version";
  static final String FRESH_READ = "no read misses what was answered before it was sent";
  static final String AFTER_REVOKE = "nothing of a principal commits after his revoke was answered";
  static final String ANSWERED_FIRST =
      "no effect comes before one that was answered before it was sent";
  static final String NO_CYCLE = "no two effects each come before the other";

  static final String WALLS = "every key and CHECK of the schema stands and is validated";
  static final String KEY_HAS_JOURNAL = "every accepted key has its journal rows";
  static final String JOURNAL_HAS_KEY = "every journal row of a caller has its key";
  static final String ONE_EFFECT = "no key took effect twice";
  static final String ONE_ID = "every accepted key answers with the id of its journal rows";
  static final String ONE_TIME = "every accepted key and its journal rows have one time";
  static final String TRANSFER_ANSWER =
      "every accepted transfer answers with the balance of its journal row";
  static final String DECREMENT_ANSWER =
      "every accepted decrement answers with the stock of its journal rows";
  static final String CHANGE_ANSWER =
      "every accepted permission change answers with what its journal row says";

  private Names() {}
}
