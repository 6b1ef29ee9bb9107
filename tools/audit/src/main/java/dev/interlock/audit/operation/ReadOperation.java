package dev.interlock.audit.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An operation that reads one row, the permissions of one resource, the journal of one account, a
/// hold or a reservation.
///
/// @param versionMember the member of its answer that says at which version it read; empty if none
///   does
/// @param paged whether an answer may be one page of several, which says nothing by itself
public record ReadOperation(
    String name, String function, String route, String versionMember, boolean paged)
    implements Operation {

  /// The row that a path without its query names; empty when the path is not one of this route.
  public Optional<RowName> row(String path) {
    List<String> values = values(path);
    if (values.isEmpty()) {
      return Optional.empty();
    }
    String sku = values.size() > 1 ? values.get(1) : "";
    return RequestMembers.uuid(values.getFirst()).map(resource -> new RowName(resource, sku));
  }

  private List<String> values(String path) {
    String[] expected = route.split("/", -1);
    String[] given = path.split("/", -1);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < expected.length; i++) {
      if (given.length == expected.length && expected[i].startsWith("{")) {
        values.add(given[i]);
      } else if (given.length != expected.length || !expected[i].equals(given[i])) {
        return List.of();
      }
    }
    return values;
  }
}
