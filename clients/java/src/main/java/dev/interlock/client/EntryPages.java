package dev.interlock.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/// Walks through the pages of a journal.
final class EntryPages implements Iterator<AccountEntry> {
  private final InterlockClient client;
  private final String path;
  private final Deque<AccountEntry> page = new ArrayDeque<>();
  private Optional<Long> next;

  EntryPages(InterlockClient client, String path, long after) {
    this.client = client;
    this.path = path;
    this.next = Optional.of(after);
  }

  @Override
  public boolean hasNext() {
    // A page may be empty, or shorter than its limit, before the last one.
    while (page.isEmpty() && next.isPresent()) {
      read(path + "?limit=1000&after=" + next.get());
    }
    return !page.isEmpty();
  }

  private void read(String pagePath) {
    try {
      JsonObject body =
          client
              .read(pagePath)
              .flatMap(ApiAnswer::json)
              .orElseThrow(
                  () -> new ReadFailedException(path + ": nothing that the caller may see"));
      body.objects("entries").forEach(entry -> page.add(new AccountEntry(entry)));
      next = body.optionalNumber("next");
    } catch (InterruptedException e) {
      // An iterator cannot throw it.
      Thread.currentThread().interrupt();
      throw new ReadFailedException(path + ": interrupted", Optional.empty(), e);
    }
  }

  @Override
  public AccountEntry next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.remove();
  }
}
