package dev.interlock.audit.mutants;

/// The names of the invariants of a history, and of others that mutants often break.
final class InvariantNames {

  static final String ONE_ANSWER = "all answers to a key are byte-for-byte identical";
  static final String ONCE_NEW = "no key was answered twice without the replay header";
  static final String AS_ANSWERED =
      "every accepted answer that a caller received matches the journals";
  static final String REFUSAL_KEPT = "every refusal that a caller received is stored under its key";
  static final String AS_ASKED = "every effect is what the caller requested";
  static final String ANSWERED_IN_THE_END = "every key was finally answered";
  static final String NOTHING_WRITTEN = "no call that reported \"nothing written\" wrote anything";
  static final String RIGHT_REFUSAL =
      "every refusal was justified at some moment while its call ran";
  static final String ALLOWED = "every accepted call was allowed at some moment while it ran";
  static final String NO_DEFECT = "no answer reports a defect";
  static final String READ_OF_ITS_VERSION =
      "every read returned what the journal has at its version";
  static final String FRESH_READ =
      "no read is missing a change that was answered before the read was sent";
  static final String AFTER_REVOKE =
      "nothing a principal sent commits after the answer to the revoke";
  static final String ANSWERED_FIRST =
      "no effect precedes one that was answered before it was sent";
  static final String NO_CYCLE = "no two effects each precede the other";

  static final String WALLS = "every key and CHECK of the schema exists and is validated";
  static final String KEY_HAS_JOURNAL = "every accepted key has its journal rows";
  static final String JOURNAL_HAS_KEY = "every journal row has its key";
  static final String FINGERPRINT =
      "every accepted key has the fingerprint of its journaled command"
          + " (a refused command is in no journal)";
  static final String REFUSAL =
      "every stored refusal is one of its operation's, with the members of its answer";
  static final String ONE_EFFECT = "no key took effect twice";
  static final String ONE_ID =
      "the stored answer of every accepted key has the id of its journal rows";
  static final String ONE_TIME = "every accepted key and its journal rows have the same time";
  static final String TRANSFER_ANSWER =
      "the stored answer of every accepted transfer has the balance of its journal row";
  static final String DECREMENT_ANSWER =
      "the stored answer of every accepted decrement has the stock of its journal rows";
  static final String CHANGE_ANSWER =
      "the stored answer of every accepted permission change matches its journal row";

  private InvariantNames() {}
}
