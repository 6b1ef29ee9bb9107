package dev.interlock.testkit.servers;

import dev.interlock.database.DatabaseUrl;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/// Enables a test with [OnlyPostgres] if the server of the run allows it.
final class OnlyPostgresCondition implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return context
        .getElement()
        .flatMap(element -> AnnotationSupport.findAnnotation(element, OnlyPostgres.class))
        .map(OnlyPostgresCondition::evaluate)
        .orElse(ConditionEvaluationResult.enabled("for any server"));
  }

  private static ConditionEvaluationResult evaluate(OnlyPostgres only) {
    TestServer server = TestServer.current();
    if (server.product() != Product.POSTGRESQL) {
      return ConditionEvaluationResult.disabled("only on PostgreSQL: " + only.value());
    }
    return only.setting().isEmpty() || isOn(server.url(), only.setting())
        ? ConditionEvaluationResult.enabled("this is PostgreSQL")
        : ConditionEvaluationResult.disabled("only with " + only.setting() + ": " + only.value());
  }

  private static boolean isOn(DatabaseUrl server, String setting) {
    try (Connection connection = OwnerConnections.open(server, server.database(), Map.of());
        Statement statement = connection.createStatement();
        ResultSet value = statement.executeQuery("SHOW " + setting)) {
      return value.next() && value.getString(1).equals("on");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
