package dev.interlock.order;

import dev.interlock.client.ClientSettings;
import dev.interlock.client.InterlockClient;
import java.util.concurrent.atomic.AtomicInteger;

/// Clients of a program that dies at one of its moments: they alternate between just before a
/// request and just after its answer.
final class MortalClients {

  /// The program is gone: nothing of it may run any more.
  static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  private final ShopStack stack;
  private final int death;
  private final AtomicInteger moments = new AtomicInteger();

  MortalClients(ShopStack stack, int death) {
    this.stack = stack;
    this.death = death;
  }

  InterlockClient of(String caller) {
    String token = stack.token(caller);
    return stack
        .client(caller)
        .as(_ -> {
          live();
          return token;
        })
        .with(ClientSettings.defaults().withListener(_ -> live()));
  }

  private void live() {
    if (moments.incrementAndGet() == death) {
      throw new Death();
    }
  }
}
