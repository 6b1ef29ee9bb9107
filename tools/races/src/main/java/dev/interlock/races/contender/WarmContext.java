package dev.interlock.races.contender;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;

/// The context of an invocation that has its full timeout left.
public final class WarmContext implements Context {

  private static final int TIMEOUT_MILLIS = 15_000;
  private static final int MEMORY_MEGABYTES = 1_024;

  @Override
  public int getRemainingTimeInMillis() {
    return TIMEOUT_MILLIS;
  }

  @Override
  public String getAwsRequestId() {
    return "8f5e0c1a-4a3c-4b0e-9d0a-6f2f1c7b5a11";
  }

  @Override
  public String getLogGroupName() {
    return "/aws/lambda/bench";
  }

  @Override
  public String getLogStreamName() {
    return "bench";
  }

  @Override
  public String getFunctionName() {
    return "bench";
  }

  @Override
  public String getFunctionVersion() {
    return "$LATEST";
  }

  @Override
  public String getInvokedFunctionArn() {
    return "arn:aws:lambda:eu-central-1:123456789012:function:bench";
  }

  @Override
  public CognitoIdentity getIdentity() {
    throw new UnsupportedOperationException("callers are identified by their token");
  }

  @Override
  public ClientContext getClientContext() {
    throw new UnsupportedOperationException("callers are identified by their token");
  }

  @Override
  public int getMemoryLimitInMB() {
    return MEMORY_MEGABYTES;
  }

  @Override
  public LambdaLogger getLogger() {
    throw new UnsupportedOperationException("handlers log to standard output");
  }

  /// In the format of X-Ray.
  @Override
  public String getXrayTraceId() {
    return "Root=1-69b30f5e-0123456789abcdef01234567;Parent=0123456789abcdef;Sampled=0";
  }
}
