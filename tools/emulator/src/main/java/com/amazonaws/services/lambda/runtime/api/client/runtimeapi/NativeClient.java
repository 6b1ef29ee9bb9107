package com.amazonaws.services.lambda.runtime.api.client.runtimeapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Replaces AWS's class of this name where its native library does not run: fetches invocations
/// from the [runtime API](https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html), and
/// sends back their responses.
class NativeClient {
  private static final String INVOCATION = "/2018-06-01/runtime/invocation/";
  private static final String HEADER = "lambda-runtime-";

  /// Stands for the status of a request that got no response.
  private static final int NO_STATUS = -1;

  private static volatile @Nullable ThreadLocal<RuntimeApiConnection> connections;

  static void init(String awsLambdaRuntimeApi) {
    initializeClient(
        LambdaRuntimeApiClientImpl.USER_AGENT.getBytes(UTF_8), awsLambdaRuntimeApi.getBytes(UTF_8));
  }

  static void initializeClient(byte[] userAgent, byte[] awsLambdaRuntimeApi) {
    String agent = new String(userAgent, UTF_8);
    String address = new String(awsLambdaRuntimeApi, UTF_8);
    // A function with several invocations at a time has a thread for each.
    // No lambda expression: the first one of a JVM costs start-up.
    connections =
        new ThreadLocal<>() {
          @Override
          protected RuntimeApiConnection initialValue() {
            return new RuntimeApiConnection(address, agent);
          }
        };
  }

  /// Waits for the next invocation.
  static InvocationRequest next() {
    RuntimeApiResponse response;
    try {
      response = connection().get(INVOCATION + "next");
    } catch (IOException failure) {
      throw failure("Failed to get next.", NO_STATUS, failure);
    }
    String id = response.header(HEADER + "aws-request-id");
    if (!response.isSuccess() || id == null) {
      throw failure("Failed to get next.", response.status(), null);
    }
    String deadline = response.header(HEADER + "deadline-ms");
    InvocationRequest request = new InvocationRequest();
    request.setId(id);
    request.setXrayTraceId(response.header(HEADER + "trace-id"));
    request.setInvokedFunctionArn(response.header(HEADER + "invoked-function-arn"));
    request.setDeadlineTimeInMs(deadline == null ? 0 : Long.parseLong(deadline));
    request.setClientContext(response.header(HEADER + "client-context"));
    request.setCognitoIdentity(response.header(HEADER + "cognito-identity"));
    request.setTenantId(response.header(HEADER + "aws-tenant-id"));
    request.setContent(response.body());
    return request;
  }

  static void postInvocationResponse(byte[] requestId, byte[] response) {
    RuntimeApiResponse answer;
    try {
      answer = connection().post(INVOCATION + new String(requestId, UTF_8) + "/response", response);
    } catch (IOException failure) {
      throw failure("Failed to post invocation response.", NO_STATUS, failure);
    }
    if (!answer.isSuccess()) {
      throw failure("Failed to post invocation response.", answer.status(), null);
    }
  }

  private static RuntimeApiConnection connection() {
    ThreadLocal<RuntimeApiConnection> initialized = connections;
    if (initialized == null) {
      throw new IllegalStateException("init has not been called");
    }
    return initialized.get();
  }

  private static LambdaRuntimeClientException failure(
      String message, int status, @Nullable IOException cause) {
    LambdaRuntimeClientException failure = new LambdaRuntimeClientException(message, status);
    if (cause != null) {
      failure.initCause(cause);
    }
    return failure;
  }
}
