package dev.interlock.emulator.database;

import dev.interlock.office.tables.OperationTables;
import dev.interlock.office.tables.TableScript;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The migrations that this code and its functions know, in order, and how they are applied to a
/// database.
///
/// The first statement of each inserts its row into `interlock_migration`, or
/// `interlock_operation_migration`. That row is the lock: a second session that applies the same
/// migration waits for the first, and then fails on the key.
final class Migrations {
  /// Those in `/db/migrations`.
  static final Migrations SHIPPED =
      new Migrations(
          Stream.of(
                  "000-history",
                  "001-tables",
                  "002-journals",
                  "003-openings",
                  "004-operations",
                  "005-holds")
              .map(Migration::shipped)
              .toList());

  /// The key exists, the table exists, its row type exists, the transaction conflicted.
  private static final Set<String> COLLISIONS = Set.of("23505", "42P07", "42710", "40001");

  private final List<Migration> all;
  private final List<OperationTables> operations;

  Migrations(List<Migration> all) {
    this(all, List.of());
  }

  private Migrations(List<Migration> all, List<OperationTables> operations) {
    this.all = List.copyOf(all);
    this.operations = List.copyOf(operations);
  }

  /// These, and those for the tables of functions.
  Migrations with(List<OperationTables> functions) {
    return new Migrations(all, functions);
  }

  List<String> names() {
    Stream<String> brought =
        operations.stream().flatMap(each -> each.migrations().stream()).map(TableScript::name);
    return Stream.concat(all.stream().map(Migration::name), brought).toList();
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
    List<Migration> pending = new ArrayList<>();
    for (Migration each : all) {
      if (each.version() == 0 ? !recorded : each.version() > version) {
        pending.add(each);
      }
    }
    for (OperationTables tables : operations) {
      OperationRecord.read(tables, session).pending().stream()
          .map(Migration::brought)
          .forEach(pending::add);
    }
    return pending;
  }

  /// The scripts of rights that were not run in their present form.
  List<TableScript> pendingRoles(SqlSession session) throws SQLException {
    List<TableScript> pending = new ArrayList<>();
    for (OperationTables tables : operations) {
      OperationRecord record = OperationRecord.read(tables, session);
      tables
          .roles(!session.isPostgres())
          .filter(roles -> !record.has(roles))
          .ifPresent(pending::add);
    }
    return pending;
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

  /// Whether there are tables, and this would change them or add others.
  boolean wouldAddTables(SqlSession session) throws SQLException {
    return version(session) > 0 && pending(session).stream().anyMatch(each -> each.version() > 0);
  }

  /// Whether there are tables, Interlock's or a function's, of an earlier version than this code's.
  boolean wouldChangeTables(SqlSession session) throws SQLException {
    boolean exist = version(session) > 0;
    return exist && pending(session).stream().anyMatch(Migrations::changesTables);
  }

  /// The first migration of a function only adds tables.
  private static boolean changesTables(Migration migration) {
    return migration.version() > (migration.brought().isPresent() ? 1 : 0);
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
    if (!session.hasRows(migration.recorded())) {
      throw new IllegalStateException(migration.name() + " does not record itself");
    }
    if (session.isPostgres() && migration.brought().isEmpty()) {
      session.executeScript("postgresql");
    }
  }
}
