package dev.interlock.wire;

/// Decides what becomes of each turn on a wire.
///
/// One script serves all connections of a proxy, and is asked by several threads at once.
public interface Script {

  /// Lets everything pass.
  Script UNBROKEN =
      new Script() {
        @Override
        public Turn connecting() {
          return Turn.Plain.PASS;
        }

        @Override
        public Turn next(Request request) {
          return Turn.Plain.PASS;
        }
      };

  /// What becomes of a client's coming in, with everything until the server is ready for its first
  /// statement. Asked once per connection, before the server hears of it.
  ///
  /// Where authentication takes several messages, a turn that strikes the answer strikes what
  /// follows them. A client that is refused is sent away, however grave the error is said to be.
  Turn connecting();

  /// What becomes of this request, asked before the server has seen any of it.
  Turn next(Request request);

  /// Called when what was to happen has happened, before the client can tell; for what passes, not
  /// at all.
  ///
  /// @param request what was struck; that of a client coming in is its startup message
  default void done(Turn turn, Request request) {}
}
