package dev.interlock.local.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AuditTest {

  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void passesOnEmptyTables() throws Exception {
    AuditReport report = server.audit(TestServer.EMPTY);

    assertThat(report.broken()).isEmpty();
    assertThat(report.passed()).isTrue();
  }

  @Test
  void passesOnDemoData() throws Exception {
    server.create("demo", TestServer.EMPTY);
    server.run("demo", TestServer.resource("/db/demo.sql"));

    assertThat(server.audit("demo").broken()).isEmpty();
  }

  @Test
  void passesOnAValidHistory() throws Exception {
    server.create("history", TestServer.EMPTY);
    try (Connection connection = server.connect("history")) {
      ValidHistory.SMALL.write(connection);
    }

    AuditReport report = server.audit("history");
    report.print(System.out);
    assertThat(report.broken()).isEmpty();
  }
}
