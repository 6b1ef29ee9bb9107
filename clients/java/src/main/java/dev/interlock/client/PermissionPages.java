package dev.interlock.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Joins the pages of a resource's permissions, all of one version.
final class PermissionPages {
  private static final int ROUNDS_MAX = 10;

  private final InterlockClient client;
  private final String path;

  PermissionPages(InterlockClient client, String path) {
    this.client = client;
    this.path = path;
  }

  /// Begins again whenever the permissions change between two pages.
  Optional<ResourcePermissions> read() throws InterruptedException {
    for (int round = 1; round <= ROUNDS_MAX; round++) {
      Optional<ApiAnswer> first = client.read(path);
      if (first.isEmpty()) {
        return Optional.empty();
      }
      List<JsonObject> pages = pages(first.get().json().orElseThrow());
      if (pages.stream().map(page -> page.number("aclVersion")).distinct().count() == 1) {
        return Optional.of(joined(pages, first.get().etag().orElse("")));
      }
    }
    throw new ReadFailedException(path + ": they changed during each of " + ROUNDS_MAX + " reads");
  }

  /// All pages, or those up to the first of another version.
  private List<JsonObject> pages(JsonObject first) throws InterruptedException {
    List<JsonObject> pages = new ArrayList<>(List.of(first));
    Optional<String> next = first.optionalText("next");
    while (next.isPresent()) {
      JsonObject page =
          client
              .read(path + "?after=" + InterlockClient.encoded(next.get()))
              .flatMap(ApiAnswer::json)
              .orElseThrow(() -> new ReadFailedException(path + ": the caller lost its role"));
      pages.add(page);
      boolean same = page.number("aclVersion") == first.number("aclVersion");
      next = page.optionalText("next").filter(principal -> same);
    }
    return pages;
  }

  private static ResourcePermissions joined(List<JsonObject> pages, String etag) {
    JsonObject first = pages.get(0);
    List<ResourcePermissions.HeldRole> roles =
        pages.stream()
            .flatMap(page -> page.objects("permissions").stream())
            .map(ResourcePermissions.HeldRole::of)
            .toList();
    return new ResourcePermissions(
        first.uuid("resource"), first.text("kind"), first.number("aclVersion"), etag, roles);
  }
}
