package dev.interlock.testkit.servers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/// Looks at the server of the run for [OnlyPostgres].
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
    return only.setting().isEmpty() || isOn(server.address(), only.setting())
        ? ConditionEvaluationResult.enabled("this is PostgreSQL")
        : ConditionEvaluationResult.disabled("only with " + only.setting() + ": " + only.value());
  }

  private static boolean isOn(ServerAddress address, String setting) {
    try (Connection connection = TestServer.connect(address, address.database(), Map.of());
        Statement statement = connection.createStatement();
        ResultSet value = statement.executeQuery("SHOW " + setting)) {
      return value.next() && value.getString(1).equals("on");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
