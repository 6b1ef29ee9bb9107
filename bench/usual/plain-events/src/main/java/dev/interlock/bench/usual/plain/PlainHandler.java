package dev.interlock.bench.usual.plain;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.bench.usual.writes.Answers;
import dev.interlock.bench.usual.writes.OneCall;
import dev.interlock.bench.usual.writes.UsualRequest;
import java.sql.SQLException;

/// Base class of the three handlers.
abstract class PlainHandler
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

  private final ObjectMapper mapper = new ObjectMapper();
  private final OneConnection connection = new OneConnection();
  private final Class<? extends UsualRequest> type;

  PlainHandler(Class<? extends UsualRequest> type) {
    this.type = type;
  }

  @Override
  public final APIGatewayV2HTTPResponse handleRequest(
      APIGatewayV2HTTPEvent event, Context context) {
    try {
      UsualRequest request = mapper.readValue(event.getBody(), type);
      String verdict = OneCall.run(connection.get(), request.sql(), request.values(event));
      context.getLogger().log(type.getSimpleName() + ": " + verdict);
      return Answers.of(mapper, request, verdict);
    } catch (JsonProcessingException | IllegalArgumentException malformed) {
      return Answers.problem(400, "malformed-request");
    } catch (SQLException failure) {
      context.getLogger().log(failure.toString());
      return Answers.problem(500, "internal");
    }
  }
}
