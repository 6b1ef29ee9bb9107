package dev.interlock.emulator.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.InputStream;
import java.io.OutputStream;

/// Fails while it is being constructed.
public final class UnstartableHandler implements RequestStreamHandler {
  public UnstartableHandler() {
    throw new IllegalStateException("told not to start");
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context) {}
}
