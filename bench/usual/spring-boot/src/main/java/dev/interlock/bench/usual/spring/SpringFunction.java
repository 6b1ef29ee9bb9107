package dev.interlock.bench.usual.spring;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.bench.usual.writes.Answers;
import dev.interlock.bench.usual.writes.NaiveRetry;
import dev.interlock.bench.usual.writes.UsualRequest;
import java.util.Objects;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/// One of the three functions.
final class SpringFunction implements Function<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

  private static final Logger LOGGER = LoggerFactory.getLogger(SpringFunction.class);

  private final Class<? extends UsualRequest> type;
  private final ObjectMapper mapper;
  private final JdbcTemplate jdbc;

  SpringFunction(Class<? extends UsualRequest> type, ObjectMapper mapper, JdbcTemplate jdbc) {
    this.type = type;
    this.mapper = mapper;
    this.jdbc = jdbc;
  }

  @Override
  public APIGatewayV2HTTPResponse apply(APIGatewayV2HTTPEvent event) {
    try {
      UsualRequest request = mapper.readValue(event.getBody(), type);
      String verdict = verdict(request, request.values(event));
      LOGGER.info("{}: {}", type.getSimpleName(), verdict);
      return Answers.of(mapper, request, verdict);
    } catch (JsonProcessingException | IllegalArgumentException malformed) {
      return Answers.problem(400, "malformed-request");
    } catch (DataAccessException failure) {
      LOGGER.error("database", failure);
      return Answers.problem(500, "internal");
    }
  }

  private String verdict(UsualRequest request, Object[] values) {
    return NaiveRetry.run(
        () -> Objects.requireNonNull(jdbc.queryForObject(request.sql(), String.class, values)),
        failure -> failure instanceof ConcurrencyFailureException);
  }
}
