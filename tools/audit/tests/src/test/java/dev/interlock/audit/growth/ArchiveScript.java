package dev.interlock.audit.growth;

import dev.interlock.testkit.servers.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// `archive.sql` as shipped, or without one of its guards, run as `psql` would run it: statement by
/// statement, each in its own transaction.
record ArchiveScript(String text) {

  static ArchiveScript shipped() {
    try (InputStream file = TestDatabase.class.getResourceAsStream("/db/archive.sql")) {
      return new ArchiveScript(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The wrong move: the key goes to the archive with its answer.
  ArchiveScript deletingKeys() {
    return with(
        """
        UPDATE idempotency k
             SET fingerprint = '', verdict = 'archived', detail = '{}'
            FROM answered a\
        """,
        """
        DELETE FROM idempotency k
           USING answered a\
        """);
  }

  /// A fragment that is no longer in the script is a defect of the test.
  ArchiveScript with(String fragment, String instead) {
    if (!text.contains(fragment)) {
      throw new AssertionError("archive.sql has no " + fragment);
    }
    return new ArchiveScript(text.replace(fragment, instead));
  }

  /// Moves only the answers of keys, and no journal.
  ArchiveScript ofKeys() {
    return new ArchiveScript(text.substring(0, text.indexOf("-- The newest row")));
  }

  /// Moves everything older, and returns the number of rows.
  long moveAll(TestDatabase database, String until) {
    return moveAll(database, until, () -> {});
  }

  /// The same, with a step before the commit of each batch that moved rows.
  long moveAll(TestDatabase database, String until, Runnable beforeCommit) {
    long all = 0;
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      for (long moved = moveOnce(connection, until, beforeCommit); moved > 0; ) {
        all += moved;
        moved = moveOnce(connection, until, beforeCommit);
      }
      return all;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private long moveOnce(Connection connection, String until, Runnable beforeCommit)
      throws SQLException {
    long all = 0;
    try (Statement statement = connection.createStatement()) {
      for (String batch : text.replace(":'until'", "'" + until + "'").split(";\\s*\n", -1)) {
        long moved = batch.isBlank() ? 0 : run(statement, batch);
        if (moved > 0) {
          beforeCommit.run();
        }
        connection.commit();
        all += moved;
      }
    }
    return all;
  }

  private static long run(Statement statement, String batch) throws SQLException {
    if (!statement.execute(batch)) {
      return 0;
    }
    try (ResultSet count = statement.getResultSet()) {
      count.next();
      return count.getLong(1);
    }
  }
}
