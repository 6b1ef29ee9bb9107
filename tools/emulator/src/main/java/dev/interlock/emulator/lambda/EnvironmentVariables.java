package dev.interlock.emulator.lambda;

import dev.interlock.emulator.template.Template;
import java.util.LinkedHashMap;
import java.util.Map;

/// The environment variables of an execution environment.
final class EnvironmentVariables {
  private EnvironmentVariables() {}

  /// What Lambda sets, over the template's own variables; nothing of our own environment. Only the
  /// kind of start may be chosen.
  static Map<String, String> of(Template.Function function, String runtimeApi, String taskRoot) {
    Map<String, String> environment = new LinkedHashMap<>(function.environment());
    environment.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
    environment.put("AWS_LAMBDA_FUNCTION_NAME", function.logicalId());
    environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    environment.put(
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memoryMegabytes()));
    environment.putIfAbsent("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.logicalId());
    environment.put("AWS_LAMBDA_LOG_STREAM_NAME", "local");
    environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_java25");
    environment.put("AWS_REGION", "us-east-1");
    environment.put("AWS_DEFAULT_REGION", "us-east-1");
    environment.put("LAMBDA_TASK_ROOT", taskRoot);
    environment.put("_HANDLER", function.handler());
    environment.put("TZ", ":UTC");
    environment.put("LANG", "en_US.UTF-8");
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    return environment;
  }
}
