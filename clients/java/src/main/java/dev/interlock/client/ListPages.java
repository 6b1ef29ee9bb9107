package dev.interlock.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;

/// Walks through the pages of a list, each of which names the next one.
final class ListPages<T> implements Iterator<T> {
  private static final String PAGE = "?limit=1000";

  private final InterlockClient client;
  private final String path;
  private final String member;
  private final Function<JsonObject, T> item;
  private final Deque<T> page = new ArrayDeque<>();
  private Optional<String> next = Optional.of(PAGE);

  /// @param member the array of a page
  ListPages(InterlockClient client, String path, String member, Function<JsonObject, T> item) {
    this.client = client;
    this.path = path;
    this.member = member;
    this.item = item;
  }

  /// The same, from after this item on.
  ListPages<T> after(Object cursor) {
    next = Optional.of(PAGE + "&after=" + InterlockClient.encoded(cursor.toString()));
    return this;
  }

  @Override
  public boolean hasNext() {
    // A page may be empty, or shorter than its limit, before the last one.
    while (page.isEmpty() && next.isPresent()) {
      read(path + next.get());
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
      body.objects(member).forEach(each -> page.add(item.apply(each)));
      next = Optional.empty();
      Optional.ofNullable(body.members().get("next")).ifPresent(this::after);
    } catch (InterruptedException e) {
      // An iterator cannot throw it.
      Thread.currentThread().interrupt();
      throw new ReadFailedException(path + ": interrupted", Optional.empty(), e);
    }
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.remove();
  }
}
