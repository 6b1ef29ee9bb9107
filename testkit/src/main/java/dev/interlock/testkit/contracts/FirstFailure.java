package dev.interlock.testkit.contracts;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/// Runs no further test of a function once one has shown that the others could only fail for the
/// same reason: the database refuses a script of the tables, or the text of the statement.
final class FirstFailure implements ExecutionCondition, InvocationInterceptor {

  private static final Namespace NAMESPACE = Namespace.create(FirstFailure.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    String failed = context.getStore(NAMESPACE).get("failed", String.class);
    return failed == null
        ? ConditionEvaluationResult.enabled("nothing has failed that would fail this test too")
        : ConditionEvaluationResult.disabled("not run: see the failure of " + failed);
  }

  @Override
  public <T> T interceptTestClassConstructor(
      Invocation<T> invocation,
      ReflectiveInvocationContext<Constructor<T>> constructor,
      ExtensionContext context)
      throws Throwable {
    return required(invocation, constructor.getTargetClass().getSimpleName(), context);
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    String name = method.getExecutable().getName();
    if (name.equals("databaseAcceptsTheText")) {
      required(invocation, method.getTargetClass().getSimpleName() + "." + name, context);
    } else {
      invocation.proceed();
    }
  }

  private static <T> T required(Invocation<T> invocation, String name, ExtensionContext context)
      throws Throwable {
    try {
      return invocation.proceed();
    } catch (Throwable failure) {
      outermost(context).getStore(NAMESPACE).put("failed", name);
      throw failure;
    }
  }

  /// The context of the function's test class, which those of all nested classes inherit from.
  private static ExtensionContext outermost(ExtensionContext context) {
    ExtensionContext outermost = context;
    while (outermost.getParent().flatMap(ExtensionContext::getTestClass).isPresent()) {
      outermost = outermost.getParent().orElseThrow();
    }
    return outermost;
  }
}
