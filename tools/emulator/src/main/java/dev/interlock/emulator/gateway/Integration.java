package dev.interlock.emulator.gateway;

import dev.interlock.emulator.lambda.FunctionFailedException;
import dev.interlock.emulator.lambda.FunctionInvoker;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Invokes the API's functions, and waits at most `waitMax` for each answer.
///
/// A function that misses this limit goes on running, as on AWS, and its answer is lost.
record Integration(FunctionInvoker functions, ExecutorService threads, Duration waitMax) {

  /// What the function answers, or what API Gateway answers in its place.
  ProxyResponse invoke(String logicalId, byte[] event) {
    Future<byte[]> answer = threads.submit(() -> functions.invoke(logicalId, event));
    try {
      byte[] json = answer.get(waitMax.toNanos(), TimeUnit.NANOSECONDS);
      return ProxyResponse.of(json).orElse(ProxyResponse.INTERNAL_ERROR);
    } catch (TimeoutException late) {
      return ProxyResponse.UNAVAILABLE;
    } catch (ExecutionException failed) {
      return inPlaceOf(failed);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
      return ProxyResponse.UNAVAILABLE;
    }
  }

  private static ProxyResponse inPlaceOf(ExecutionException failed) {
    if (!(failed.getCause() instanceof FunctionFailedException failure)) {
      throw new IllegalStateException(failed);
    }
    return switch (failure.reason()) {
      case FUNCTION_ERROR, DIED, TIMED_OUT -> ProxyResponse.INTERNAL_ERROR;
      case NO_ENVIRONMENT -> ProxyResponse.UNAVAILABLE;
      case EVENT_TOO_LARGE -> ProxyResponse.TOO_LARGE;
    };
  }
}
