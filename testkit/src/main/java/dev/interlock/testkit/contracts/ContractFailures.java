package dev.interlock.testkit.contracts;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.AssertionFailedError;

/// Failures of inherited tests, as their author reads them.
///
/// - Each begins with the name of its test, because Maven leaves out the names of nested classes
///   and numbers the tests of a factory.
/// - Once the database has refused a script of the tables or the text of the statement, no other
///   test runs: all could only fail for that reason.
final class ContractFailures implements ExecutionCondition, InvocationInterceptor {

  private static final Namespace NAMESPACE = Namespace.create(ContractFailures.class);
  private static final String DECISIVE = "databaseAcceptsTheText";

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
    return decisive(invocation, context);
  }

  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    if (method.getExecutable().getName().equals(DECISIVE)) {
      named(() -> decisive(invocation, context), context);
    } else {
      named(invocation, context);
    }
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    named(invocation, context);
  }

  @Override
  public void interceptDynamicTest(
      Invocation<@Nullable Void> invocation,
      DynamicTestInvocationContext test,
      ExtensionContext context)
      throws Throwable {
    named(invocation, context);
  }

  private static <T extends @Nullable Object> T decisive(
      Invocation<T> invocation, ExtensionContext context) throws Throwable {
    try {
      return invocation.proceed();
    } catch (Throwable failure) {
      outermost(context).getStore(NAMESPACE).put("failed", name(context));
      throw failure;
    }
  }

  private static void named(Invocation<@Nullable Void> invocation, ExtensionContext context)
      throws Throwable {
    try {
      invocation.proceed();
    } catch (AssertionError failure) {
      throw withMessage(name(context) + ": " + failure.getMessage(), failure);
    }
  }

  // The same failure, so that a development tool can still compare the two values.
  private static AssertionError withMessage(String message, AssertionError failure) {
    AssertionError named =
        failure instanceof AssertionFailedError compared && compared.isExpectedDefined()
            ? new AssertionFailedError(
                message, compared.getExpected(), compared.getActual(), failure.getCause())
            : new AssertionError(message, failure.getCause());
    named.setStackTrace(failure.getStackTrace());
    return named;
  }

  /// Such as `Refused.eachHappensAndIsKept, seat-taken`.
  private static String name(ExtensionContext context) {
    Deque<String> names = new ArrayDeque<>();
    ExtensionContext outermost = outermost(context);
    for (ExtensionContext each = context;
        !each.equals(outermost);
        each = each.getParent().orElseThrow()) {
      names.push(each.getDisplayName().replace("()", ""));
    }
    return names.isEmpty()
        ? outermost.getDisplayName()
        : String.join(", ", names).replaceFirst(", ", ".");
  }

  /// The context of the function's test class, from which those of its nested classes inherit.
  private static ExtensionContext outermost(ExtensionContext context) {
    ExtensionContext outermost = context;
    while (outermost.getParent().flatMap(ExtensionContext::getTestClass).isPresent()) {
      outermost = outermost.getParent().orElseThrow();
    }
    return outermost;
  }
}
