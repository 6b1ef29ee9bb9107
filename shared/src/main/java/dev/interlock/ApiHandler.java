package dev.interlock;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.api.ApiResponse;
import dev.interlock.api.Problem;
import dev.interlock.api.RefusedException;
import dev.interlock.telemetry.Invocation;
import dev.interlock.write.Attempts;
import dev.interlock.write.ContentionException;
import dev.interlock.write.DatabaseUnavailableException;
import dev.interlock.write.Deadline;
import dev.interlock.write.OutcomeUnknownException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// What is around every function's one step: the event read, failures answered, the line logged.
public abstract class ApiHandler implements RequestStreamHandler {

  /// Kept back from Lambda's remaining time, so that an answer is still written when all else was
  /// used up.
  private static final Duration RESERVE = Duration.ofSeconds(1);

  private final String operation;
  private final AtomicBoolean cold = new AtomicBoolean(true);

  /// A handler for one operation, such as `transfer`.
  protected ApiHandler(String operation) {
    this.operation = operation;
  }

  /// Answers a request from a verified caller.
  protected abstract ApiResponse answer(ApiRequest request, Invocation invocation);

  /// Answers a read with what was found, or with the one 404 for what is absent and what is not the
  /// caller's to see.
  protected static ApiResponse found(
      Optional<? extends Map<String, ?>> body, Invocation invocation) {
    return found(body, Map.of(), invocation);
  }

  /// The same, with headers of its own when something was found.
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
    Invocation invocation =
        new Invocation(
            operation,
            context.getAwsRequestId(),
            traceId(),
            cold.getAndSet(false),
            new Attempts(Deadline.in(remaining.minus(RESERVE))));
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

  // Lambda's runtime client sets it for every invocation.
  private static @Nullable String traceId() {
    return System.getProperty("com.amazonaws.xray.traceHeader");
  }

  private static PrintStream log() {
    return System.out;
  }
}
