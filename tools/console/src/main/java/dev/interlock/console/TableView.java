package dev.interlock.console;

import static dev.interlock.console.GuardedTable.ACCOUNT;
import static dev.interlock.console.GuardedTable.RESOURCE;
import static dev.interlock.console.GuardedTable.STOCK;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.console.GuardedTable.GuardedRow;
import dev.interlock.console.GuardedTable.RowKey;
import dev.interlock.console.TableReader.Rows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The rows that are shown, and what has changed in them since the last look.
final class TableView {
  private static final Map<GuardedTable, String> MEMBERS =
      Map.of(
          GuardedTable.ACCOUNT, "accounts",
          GuardedTable.STOCK, "stock",
          GuardedTable.RESOURCE, "resources");

  private Map<GuardedTable, Rows> shownRows = new EnumMap<>(GuardedTable.class);

  /// Shows the changed rows. Returns what was journaled for them, oldest first.
  List<JournalRow> look(TableReader reader, Collection<RowKey> named, Shown shown)
      throws SQLException {
    Map<GuardedTable, Rows> now = new EnumMap<>(GuardedTable.class);
    for (GuardedTable table : GuardedTable.values()) {
      now.put(table, reader.rows(table, named));
    }
    completeResources(reader, of(now, RESOURCE));
    addOwners(of(now, ACCOUNT), of(now, RESOURCE));
    PromiseReader promises = new PromiseReader(reader);
    promises.addHolds(of(now, ACCOUNT).byKey().values());
    promises.addReservations(of(now, STOCK).byKey().values());
    List<JournalRow> entries = entries(reader, now);
    show(now, shown);
    shownRows = now;
    return entries;
  }

  private static Rows of(Map<GuardedTable, Rows> rows, GuardedTable table) {
    return rows.getOrDefault(table, Rows.NONE);
  }

  /// The version of a resource is that of its permissions: they are read only when it changes.
  private void completeResources(TableReader reader, Rows resources) throws SQLException {
    Map<RowKey, GuardedRow> before = of(shownRows, RESOURCE).byKey();
    List<GuardedRow> changed = new ArrayList<>();
    resources
        .byKey()
        .replaceAll((key, row) -> {
          GuardedRow known = before.get(key);
          if (known != null && known.version() == row.version()) {
            return known;
          }
          changed.add(row);
          return row;
        });
    if (!changed.isEmpty()) {
      reader.addPermissions(changed);
    }
  }

  private static void addOwners(Rows accounts, Rows resources) {
    accounts
        .byKey()
        .forEach((key, account) -> {
          GuardedRow resource = resources.byKey().get(key);
          if (resource != null) {
            account.json().put("owner", owners(resource.json().path("permissions")));
          }
        });
  }

  private static String owners(JsonNode permissions) {
    return StreamSupport.stream(permissions.spliterator(), false)
        .filter(each -> each.path("role").asText().equals("owner"))
        .map(each -> each.path("principal").asText())
        .collect(Collectors.joining(", "));
  }

  private List<JournalRow> entries(TableReader reader, Map<GuardedTable, Rows> now)
      throws SQLException {
    List<JournalRow> entries = new ArrayList<>();
    for (JournalTable journal : JournalTable.values()) {
      Map<RowKey, GuardedRow> before = of(shownRows, journal.guarded).byKey();
      Map<RowKey, Long> after = new LinkedHashMap<>();
      of(now, journal.guarded)
          .byKey()
          .forEach((key, row) -> {
            GuardedRow known = before.get(key);
            if (known == null || known.version() != row.version()) {
              after.put(key, known == null ? -1 : known.version());
            }
          });
      if (!after.isEmpty()) {
        entries.addAll(reader.entries(journal, after));
      }
    }
    entries.sort(Comparator.comparing(JournalRow::at).thenComparingLong(JournalRow::version));
    return entries;
  }

  private void show(Map<GuardedTable, Rows> now, Shown shown) {
    ObjectNode changed = JsonNodeFactory.instance.objectNode();
    ObjectNode whole = JsonNodeFactory.instance.objectNode().put("whole", true);
    boolean any = shownRows.isEmpty();
    boolean truncated = false;
    for (GuardedTable table : GuardedTable.values()) {
      ArrayNode changedRows = changed.putArray(MEMBERS.get(table));
      ArrayNode allRows = whole.putArray(MEMBERS.get(table));
      Map<RowKey, GuardedRow> before = of(shownRows, table).byKey();
      of(now, table)
          .byKey()
          .forEach((key, row) -> {
            allRows.add(row.json());
            if (!row.equals(before.get(key))) {
              changedRows.add(row.json());
            }
          });
      any |= !changedRows.isEmpty();
      truncated |= of(now, table).truncated();
    }
    whole.put("truncated", truncated);
    changed.put("truncated", truncated);
    if (any) {
      shown.state(shownRows.isEmpty() ? whole : changed, whole);
    }
  }
}
