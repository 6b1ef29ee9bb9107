package dev.interlock;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.api.ApiResponse;
import dev.interlock.api.Problem;
import dev.interlock.api.RefusedException;
import dev.interlock.json.JsonText;
import dev.interlock.limits.TimeLimits;
import dev.interlock.telemetry.Invocation;
import dev.interlock.write.Attempts;
import dev.interlock.write.Command;
import dev.interlock.write.ConditionalStatement;
import dev.interlock.write.ContentionException;
import dev.interlock.write.DatabaseUnavailableException;
import dev.interlock.write.Deadline;
import dev.interlock.write.Decision;
import dev.interlock.write.IdempotencyKeyReusedException;
import dev.interlock.write.OutcomeUnknownException;
import dev.interlock.write.RequestInProgressException;
import dev.interlock.write.StatementRunner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Base class of all handlers: reads the event, maps failures to answers, logs one line.
public abstract class ApiHandler implements RequestStreamHandler {

  // A snapshot may take minutes. On a busy machine five seconds were sometimes too short to reach
  // the database.
  private static final Duration REHEARSAL_MAX = Duration.ofSeconds(10);

  /// Runs statements on the database.
  protected final StatementRunner statements;

  private final String operation;
  private final String stack = Invocation.stack(System.getenv());
  private final AtomicBoolean cold = new AtomicBoolean(true);

  @SuppressWarnings("UnusedVariable") // The hooks hold it weakly.
  private final Rehearsal rehearsal;

  /// A handler for one operation, such as `transfer`.
  @SuppressWarnings("this-escape") // The hooks call nothing before the function is constructed.
  protected ApiHandler(String operation, StatementRunner statements) {
    this.operation = operation;
    this.statements = statements;
    this.rehearsal = Rehearsal.before(() -> statements.rehearse(this::rehearse));
  }

  /// Answers a request from a verified caller.
  protected abstract ApiResponse answer(ApiRequest request, Invocation invocation);

  /// A well-formed body for the rehearsal before a snapshot; nothing is written.
  protected String sampleBody() {
    return "";
  }

  /// Decides a command and answers its verdict. A replay differs from the first answer in nothing
  /// but a header.
  protected final <C extends Command, V> ApiResponse decide(
      ConditionalStatement<C, V> statement,
      C command,
      Invocation invocation,
      BiFunction<V, C, ApiResponse> answer) {
    if (!operation.equals(statement.operation())) {
      throw new IllegalStateException(
          "nothing was sent: the handler logs "
              + operation
              + ", the statement stores keys of "
              + statement.operation());
    }
    Decision<V> decision = statements.decide(statement, command, invocation.attempts());
    invocation.decided(decision);
    ApiResponse response = answer.apply(decision.verdict(), command);
    return decision.replayed() ? response.replayed() : response;
  }

  /// Answers a read with what was found, or with a 404: the same one whether it is absent or the
  /// caller may not see it.
  protected static ApiResponse found(
      Optional<? extends Map<String, ?>> body, Invocation invocation) {
    return found(body, Map.of(), invocation);
  }

  /// The same, with further headers if it was found.
  protected static ApiResponse found(
      Optional<? extends Map<String, ?>> body, Map<String, String> headers, Invocation invocation) {
    Map<String, ?> members = body.orElseThrow(() -> new RefusedException(Problem.notFound()));
    invocation.outcome("found");
    return ApiResponse.json(200, members, headers);
  }

  @Override
  public final void handleRequest(InputStream event, OutputStream output, Context context)
      throws IOException {
    Duration remaining = Duration.ofMillis(context.getRemainingTimeInMillis());
    Attempts attempts = new Attempts(Deadline.in(remaining.minus(TimeLimits.RESERVE)));
    Invocation invocation = new Invocation(stack, operation, context.getAwsRequestId(), attempts);
    invocation.trace(traceId(context));
    invocation.coldStart(cold.getAndSet(false));
    try {
      ApiResponse response = respond(event, invocation);
      invocation.status(response.status());
      response.writeTo(output);
    } finally {
      invocation.end(log());
    }
  }

  private ApiResponse respond(InputStream event, Invocation invocation) {
    try {
      ApiRequest request = ApiRequest.read(event);
      invocation.caller(request.caller().subject());
      return answer(request, invocation);
    } catch (RefusedException e) {
      return problem(e.problem(), invocation, null);
    } catch (IdempotencyKeyReusedException _) {
      return problem(Problem.idempotencyKeyReused(), invocation, null);
    } catch (RequestInProgressException _) {
      return problem(Problem.requestInProgress(), invocation, null);
    } catch (ContentionException e) {
      return problem(Problem.contention(), invocation, e);
    } catch (DatabaseUnavailableException e) {
      return problem(Problem.databaseUnavailable(), invocation, e);
    } catch (OutcomeUnknownException e) {
      return problem(Problem.outcomeUnknown(), invocation, e);
    } catch (RuntimeException e) {
      return problem(Problem.internal(), invocation, e);
    }
  }

  private static ApiResponse problem(
      Problem problem, Invocation invocation, @Nullable Throwable failure) {
    invocation.outcome(problem.name());
    if (failure != null) {
      invocation.failure(failure);
    }
    return ApiResponse.problem(problem);
  }

  private void rehearse() {
    Attempts attempts = Attempts.ofRehearsal(Deadline.in(REHEARSAL_MAX));
    Invocation invocation = new Invocation(stack, operation, "rehearsal", attempts);
    invocation.coldStart(true);
    ByteArrayInputStream event = new ByteArrayInputStream(Rehearsal.event(sampleBody()));
    ApiResponse response = respond(event, invocation);
    invocation.status(response.status());
    try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8)) {
      response.writeTo(nowhere);
      invocation.end(nowhere);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (response.status() == Problem.databaseUnavailable().status()) {
      // Where little processor time is to be had, loading classes alone may take all of it.
      boolean outOfTime = attempts.failures().isEmpty();
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("operation", operation);
      line.put("rehearsal", outOfTime ? "out of time" : "without database");
      line.put("failures", attempts.failures());
      log().println(JsonText.of(line));
    }
  }

  // The runtime client sets the property, unless several invocations run in one process.
  private static @Nullable String traceId(Context context) {
    String header = System.getProperty("com.amazonaws.xray.traceHeader");
    return header != null ? header : context.getXrayTraceId();
  }

  private static PrintStream log() {
    return System.out;
  }
}
