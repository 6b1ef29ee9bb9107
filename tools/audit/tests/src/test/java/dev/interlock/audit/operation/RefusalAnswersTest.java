package dev.interlock.audit.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.interlock.api.ApiResponse;
import dev.interlock.audit.history.Exchange;
import dev.interlock.hold.HoldVerdicts;
import dev.interlock.hold.SettlementVerdicts;
import dev.interlock.json.MalformedJsonException;
import dev.interlock.permissionchange.PermissionChangeVerdicts;
import dev.interlock.stockdecrement.StockDecrementVerdicts;
import dev.interlock.stockreservation.ReservationSettlementVerdicts;
import dev.interlock.stockreservation.StockReservationVerdicts;
import dev.interlock.transfer.TransferVerdicts;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The audit's own table of refusals agrees with the functions: a refusal without a row would make
/// the audit report right answers, and a row without a refusal would never be used.
class RefusalAnswersTest {

  private static final JsonMapper JSON = new JsonMapper();

  static final List<WriteOperation> OPERATIONS = Operations.WRITES;

  private static FunctionVerdicts verdicts(WriteOperation operation) throws MalformedJsonException {
    Map<WriteOperation, FunctionVerdicts> all =
        Map.of(
            Operations.TRANSFER, TransferVerdicts.all(),
            Operations.STOCK_DECREMENT, StockDecrementVerdicts.all(),
            Operations.PERMISSION_CHANGE, PermissionChangeVerdicts.all(),
            Operations.HOLD, HoldVerdicts.all(),
            Operations.SETTLEMENT, SettlementVerdicts.all(),
            Operations.STOCK_RESERVATION, StockReservationVerdicts.all(),
            Operations.RESERVATION_SETTLEMENT, ReservationSettlementVerdicts.all());
    return Objects.requireNonNull(all.get(operation), operation.name());
  }

  @ParameterizedTest
  @FieldSource("OPERATIONS")
  void everyRefusalOfTheStatementHasARowAndEveryRowARefusal(WriteOperation operation)
      throws MalformedJsonException {
    assertThat(operation.refusals().stream().map(RefusalAnswer::verdict))
        .as("refusals of %s, in the order of its statement", operation.name())
        .containsExactlyElementsOf(verdicts(operation).decided());
  }

  @ParameterizedTest
  @FieldSource("OPERATIONS")
  void everyConstantOfTheFunctionsRefusalsHasARow(WriteOperation operation)
      throws MalformedJsonException {
    assertThat(operation.refusals().stream().map(RefusalAnswer::verdict))
        .as("refusals of %s", operation.name())
        .containsAll(verdicts(operation).refusals());
  }

  @ParameterizedTest
  @FieldSource("OPERATIONS")
  void everyRowHasTheStatusAndProblemThatTheFunctionAnswers(WriteOperation operation)
      throws MalformedJsonException, JsonProcessingException {
    FunctionVerdicts verdicts = verdicts(operation);
    for (RefusalAnswer refusal : operation.refusals()) {
      ApiResponse answer = verdicts.answer().apply(refusal.verdict());
      JsonNode body = JSON.readTree(answer.body());
      String problem = Exchange.Answer.problem(body) + " " + body.path("pointer").asText();
      assertThat(
              new RefusalAnswer(
                  refusal.verdict(), answer.status(), problem.strip(), refusal.detail()))
          .as("the answer of %s to %s", operation.name(), refusal.verdict())
          .isEqualTo(refusal);
    }
  }
}
