package dev.interlock.office;

import dev.interlock.api.Caller;
import dev.interlock.api.Members;
import dev.interlock.api.Violations;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The first grants of a resource: the role of each principal, in byte order of the principals. At
/// least one is an owner.
record FirstGrants(SortedMap<String, String> roles) {

  private static final Pattern ROLE = Pattern.compile("owner|operator|viewer");
  private static final int GRANTS_MAX = 1_000;

  FirstGrants {
    roles = Collections.unmodifiableSortedMap(new TreeMap<>(roles));
  }

  static FirstGrants of(Members body, Violations violations) {
    SortedMap<String, String> roles = new TreeMap<>();
    body.objects(
        "grants",
        GRANTS_MAX,
        grant -> {
          String principal =
              grant.matching("principal", Caller.SUBJECT, "1 to 128 visible ASCII characters");
          String role = grant.matching("role", ROLE, "owner, operator or viewer");
          grant.noOthers();
          if (roles.put(principal, role) != null) {
            violations.add("/grants", "must name each principal once");
          }
        });
    if (!violations.has("/grants") && !roles.containsValue("owner")) {
      violations.add("/grants", "must have an owner");
    }
    return new FirstGrants(roles);
  }

  /// Principal and role in turn, as a fingerprint has them.
  List<String> parts() {
    List<String> parts = new ArrayList<>();
    for (Map.Entry<String, String> grant : roles.entrySet()) {
      parts.add(grant.getKey());
      parts.add(grant.getValue());
    }
    return parts;
  }

  /// Sets two arrays, as text, because an array object would need a connection.
  int bind(PreparedStatement statement, int first) throws SQLException {
    statement.setString(first, array(roles.keySet()));
    statement.setString(first + 1, array(roles.values()));
    return first + 2;
  }

  private static String array(Iterable<String> texts) {
    List<String> quoted = new ArrayList<>();
    for (String text : texts) {
      quoted.add('"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
    }
    return '{' + String.join(",", quoted) + '}';
  }
}
