package dev.interlock.bench.start;

import dev.interlock.emulator.template.Template;
import dev.interlock.races.contender.MeasuredOperation;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// An implementation of the three functions.
enum Implementation {
  INTERLOCK("interlock") {
    @Override
    Template.Function function(Path root, MeasuredOperation operation, Template.Function own) {
      return own;
    }
  },
  /// Event classes, Jackson, one kept connection.
  PLAIN_EVENTS("plain-events") {
    @Override
    Template.Function function(Path root, MeasuredOperation operation, Template.Function own) {
      String handler = "dev.interlock.bench.usual.plain.Plain" + operation.handlerName();
      return as(own, handler, jar(root), Map.of());
    }
  },
  /// The same with Powertools and HikariCP.
  POWERTOOLS("powertools") {
    @Override
    Template.Function function(Path root, MeasuredOperation operation, Template.Function own) {
      String handler = "dev.interlock.bench.usual.powertools.Powertools" + operation.handlerName();
      return as(own, handler, jar(root), Map.of());
    }
  },
  SPRING_BOOT("spring-boot") {
    @Override
    Template.Function function(Path root, MeasuredOperation operation, Template.Function own) {
      return as(
          own,
          "org.springframework.cloud.function.adapter.aws.FunctionInvoker",
          jar(root),
          Map.of(
              "MAIN_CLASS",
              "dev.interlock.bench.usual.spring.UsualApplication",
              "SPRING_CLOUD_FUNCTION_DEFINITION",
              operation.beanName()));
    }
  };

  /// The name in figures. The usual implementations are built in the module of this name.
  final String contender;

  Implementation(String contender) {
    this.contender = contender;
  }

  /// The function as Lambda would run it.
  ///
  /// @param own Interlock's function in the template, with its environment variables
  abstract Template.Function function(
      Path root, MeasuredOperation operation, Template.Function own);

  Path jar(Path root) {
    return root.resolve("bench/usual/" + contender + "/target/function.jar");
  }

  private static Template.Function as(
      Template.Function own, String handler, Path code, Map<String, String> variables) {
    Map<String, String> environment = new LinkedHashMap<>(own.environment());
    environment.putAll(variables);
    return new Template.Function(
        own.logicalId(), handler, code, own.timeout(), own.memoryMegabytes(), environment);
  }
}
