package dev.interlock.emulator.database;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The migrations that this code knows, in order, and how they are applied to a database.
///
/// The first statement of each inserts its row into `interlock_migration`. That row is the lock: a
/// second session that applies the same migration waits for the first, and then fails on the key.
final class Migrations {
  /// Those in `/db/migrations`.
  static final Migrations SHIPPED =
      new Migrations(
          Stream.of("000-history", "001-tables", "002-journals", "003-openings")
              .map(Migration::shipped)
              .toList());

  /// The key exists, the table exists, the transaction conflicted.
  private static final Set<String> COLLISIONS = Set.of("23505", "42P07", "40001");

  private final List<Migration> all;

  Migrations(List<Migration> all) {
    this.all = List.copyOf(all);
  }

  List<String> names() {
    return all.stream().map(Migration::name).toList();
  }

  /// What the database lacks, in order.
  ///
  /// @throws NewerTablesException when it has a migration that this code does not know
  List<Migration> pending(SqlSession session) throws SQLException {
    long version = version(session);
    if (version > all.getLast().version()) {
      throw new NewerTablesException(version, all.getLast().version());
    }
    boolean recorded = session.hasTable("interlock_migration");
    return all.stream()
        .filter(each -> each.version() == 0 ? !recorded : each.version() > version)
        .toList();
  }

  /// The version of the tables, or 0 without tables. Tables older than the record count as version
  /// 1.
  static long version(SqlSession session) throws SQLException {
    boolean tables = session.hasTable("idempotency");
    if (tables && !session.hasTable("idempotency_history")) {
      throw new StaleDataException("its tables are from an earlier schema");
    }
    int unrecorded = tables ? 1 : 0;
    if (!session.hasTable("interlock_migration")) {
      return unrecorded;
    }
    return Long.parseLong(
        session.value(
            "SELECT coalesce(max(version), %d) FROM interlock_migration".formatted(unrecorded)));
  }

  /// Whether there are tables, of an earlier version than this code's.
  boolean wouldChangeTables(SqlSession session) throws SQLException {
    return version(session) > 0 && pending(session).stream().anyMatch(each -> each.version() > 0);
  }

  /// Applies what the database lacks, each migration in a transaction.
  ///
  /// @param applied takes the name of each one that this session applied
  void apply(SqlSession session, Consumer<String> applied) throws SQLException, IOException {
    List<Migration> pending = pending(session);
    while (!pending.isEmpty()) {
      Migration next = pending.getFirst();
      try {
        session.inOneTransaction(transaction -> apply(next, transaction));
        applied.accept(next.name());
      } catch (SQLException failure) {
        if (!isCollision(failure) || pending(session).contains(next)) {
          throw new MigrationFailedException(next.name(), failure);
        }
        // Another session has applied it in the meantime.
      }
      pending = pending(session);
    }
  }

  /// Whether another session may have been faster. CockroachDB also fails migrations that it has
  /// committed, when it cannot finish a change of the schema.
  private static boolean isCollision(SQLException failure) {
    return COLLISIONS.contains(String.valueOf(failure.getSQLState()));
  }

  private void apply(Migration migration, SqlSession session) throws SQLException, IOException {
    if (session.hasRows("SELECT 1 FROM pg_settings WHERE name = 'autocommit_before_ddl'")) {
      // CockroachDB 25.1 and later would commit before each table, so that an interrupted migration
      // would leave a part of itself.
      session.execute("SET autocommit_before_ddl = off");
    }
    // Calls queue behind a migration that waits for a table. They have more time than this.
    session.execute("SET LOCAL lock_timeout = '5s'");
    session.execute(migration.sql());
    if (migration.version() > 0) {
      finish(migration, session);
    }
  }

  private static void finish(Migration migration, SqlSession session)
      throws SQLException, IOException {
    if (!session.hasRows(
        "SELECT 1 FROM interlock_migration WHERE version = " + migration.version())) {
      throw new IllegalStateException(migration.name() + " does not record itself");
    }
    if (session.isPostgres()) {
      session.executeScript("postgresql");
    }
  }
}
