package dev.interlock.testkit.connections;

import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.wire.PgProxy;
import dev.interlock.wire.QueuedScript;
import dev.interlock.wire.Turn;

/// A proxy between a function and its database server that counts round trips and breaks them as
/// scripted.
public final class TcpProxy implements AutoCloseable {

  private final QueuedScript script = new QueuedScript();
  private final PgProxy proxy;

  private TcpProxy(TestDatabase database) {
    proxy = PgProxy.before(database::wire, script);
  }

  /// A proxy before the server of a database.
  public static TcpProxy before(TestDatabase database) {
    return new TcpProxy(database);
  }

  public int port() {
    return proxy.port();
  }

  /// Sets what happens to the next round trips, in order; those after them pass.
  public void script(Turn... next) {
    script.turns(next);
  }

  /// Sets what happens to the next clients that connect, in order; those after them pass.
  public void scriptConnects(Turn... next) {
    script.connects(next);
  }

  /// Round trips so far that a client began once it was connected.
  public int turns() {
    return proxy.turns();
  }

  /// Turns so far that did not pass, counted once they have happened.
  public int lost() {
    return script.struck();
  }

  /// Connections that clients have opened so far.
  public int connects() {
    return proxy.connects();
  }

  /// Refuses new connections from now on, like a server that is down. Open ones stay.
  public void refuseConnects() {
    proxy.refuseConnects();
  }

  /// Breaks open connections and refuses new ones.
  @Override
  public void close() {
    proxy.close();
  }
}
