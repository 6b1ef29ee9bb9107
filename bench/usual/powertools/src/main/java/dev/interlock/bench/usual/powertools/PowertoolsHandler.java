package dev.interlock.bench.usual.powertools;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.interlock.bench.usual.writes.Answers;
import dev.interlock.bench.usual.writes.DatabaseVariables;
import dev.interlock.bench.usual.writes.OneCall;
import dev.interlock.bench.usual.writes.UsualRequest;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsBuilder;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/// Base class of the three handlers.
abstract class PowertoolsHandler
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

  private static final Logger LOGGER = LoggerFactory.getLogger(PowertoolsHandler.class);

  private final ObjectMapper mapper = new ObjectMapper();
  private final DataSource pool = pool(DatabaseVariables.of(System.getenv()));
  private final Class<? extends UsualRequest> type;
  private final Metrics metrics;

  PowertoolsHandler(Class<? extends UsualRequest> type) {
    this.type = type;
    this.metrics =
        MetricsBuilder.builder().withNamespace("Usual").withService(type.getSimpleName()).build();
  }

  private static DataSource pool(DatabaseVariables variables) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(variables.jdbcUrl());
    config.setUsername(variables.user());
    config.setPassword(variables.password());
    config.setMaximumPoolSize(1);
    return new HikariDataSource(config);
  }

  @Override
  public final APIGatewayV2HTTPResponse handleRequest(
      APIGatewayV2HTTPEvent event, Context context) {
    return PowertoolsLogging.withLogging(context, () -> measured(event, context));
  }

  private APIGatewayV2HTTPResponse measured(APIGatewayV2HTTPEvent event, Context context) {
    metrics.captureColdStartMetric(context);
    long start = System.nanoTime();
    try {
      APIGatewayV2HTTPResponse answer = answer(event);
      metrics.addMetric("status" + answer.getStatusCode(), 1, MetricUnit.COUNT);
      return answer;
    } finally {
      metrics.addMetric("time", (System.nanoTime() - start) / 1e6, MetricUnit.MILLISECONDS);
      metrics.flush();
    }
  }

  private APIGatewayV2HTTPResponse answer(APIGatewayV2HTTPEvent event) {
    try (Connection connection = pool.getConnection()) {
      UsualRequest request = mapper.readValue(event.getBody(), type);
      String verdict = OneCall.run(connection, request.sql(), request.values(event));
      LOGGER.info("{}: {}", type.getSimpleName(), verdict);
      return Answers.of(mapper, request, verdict);
    } catch (JsonProcessingException | IllegalArgumentException malformed) {
      return Answers.problem(400, "malformed-request");
    } catch (SQLException failure) {
      LOGGER.error("database", failure);
      return Answers.problem(500, "internal");
    }
  }
}
