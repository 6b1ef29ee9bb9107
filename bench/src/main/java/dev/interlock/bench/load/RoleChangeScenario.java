package dev.interlock.bench.load;

import dev.interlock.races.contender.Order;
import dev.interlock.races.contender.Result;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// Changes of one principal's role, each sent by the owner of the resource.
///
/// If there are many resources, each has one caller, who knows its version. If there is only one,
/// all callers base their changes on the newest version that any of them has seen, and of
/// concurrent changes all but one are refused.
public record RoleChangeScenario(NumberedAccounts resources) implements Scenario {

  private static final String PRINCIPAL = "auditor";

  /// These contenders ignore versions, so they do not advance them.
  private static final Set<String> WITHOUT_VERSIONS =
      Set.of("updates", "updates-pooled", "read-modify-write");

  @Override
  public String subject() {
    return "permission-change";
  }

  @Override
  public String condition() {
    return "resources";
  }

  @Override
  public String value() {
    return String.format(Locale.ROOT, "%,d", resources.count());
  }

  private boolean isHot() {
    return resources.count() == 1;
  }

  @Override
  public Set<Result> expected() {
    Set<Result> expected = EnumSet.of(Result.ACCEPTED, Result.CONTENTION);
    if (isHot()) {
      expected.add(Result.REFUSED);
    }
    return expected;
  }

  @Override
  public void open(Connection owner) throws SQLException {
    resources.open(owner);
  }

  @Override
  public List<OrderSource> orders(int callers, Connection owner) throws SQLException {
    Map<UUID, Long> now = new HashMap<>();
    String sql = resources.selectSql("id, acl_version", "resource");
    try (Statement statement = owner.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        now.put(rows.getObject(1, UUID.class), rows.getLong(2));
      }
    }
    AtomicLong[] versions = new AtomicLong[resources.count()];
    for (int n = 0; n < versions.length; n++) {
      versions[n] = new AtomicLong(Objects.requireNonNull(now.get(resources.id(n))));
    }
    List<OrderSource> all = new ArrayList<>();
    for (int caller = 0; caller < callers; caller++) {
      all.add(
          isHot() ? new CallerOrders(versions, 0, 1) : new CallerOrders(versions, caller, callers));
    }
    return all;
  }

  /// Changes the resources `first`, `first + step` and so on, in a cycle.
  private final class CallerOrders implements OrderSource {
    private final RandomGenerator random = new SplittableRandom();
    private final AtomicLong[] versions;
    private final int first;
    private final int step;
    private int at;

    CallerOrders(AtomicLong[] versions, int first, int step) {
      this.versions = versions;
      this.first = first;
      this.step = step;
      this.at = first;
    }

    @Override
    public Order next() {
      return new Order.Change(
          resources.owner(at),
          OrderSource.key(random),
          resources.id(at),
          versions[at].get(),
          PRINCIPAL,
          random.nextBoolean() ? "viewer" : "operator");
    }

    @Override
    public void answered(Order order, Result result) {
      if (result == Result.ACCEPTED && order instanceof Order.Change change) {
        versions[at].accumulateAndGet(change.version() + 1, Math::max);
      }
      at = at + step < versions.length ? at + step : first;
    }
  }

  @Override
  public List<ControlTotal> totals() {
    String versions = resources.selectSql("sum(acl_version)", "resource");
    return List.of(
        new ControlTotal("versions of the resources", versions, order -> 1, WITHOUT_VERSIONS));
  }
}
