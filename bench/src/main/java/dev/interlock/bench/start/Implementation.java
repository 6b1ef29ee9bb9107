package dev.interlock.bench.start;

import dev.interlock.bench.contender.Operation;
import dev.interlock.emulator.template.Template;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// A way in which the three functions are written.
enum Implementation {
  INTERLOCK("interlock") {
    @Override
    Template.Function function(Path root, Operation operation, Template.Function own) {
      return own;
    }
  },
  /// Event classes, Jackson, one kept connection.
  PLAIN_EVENTS("plain-events") {
    @Override
    Template.Function function(Path root, Operation operation, Template.Function own) {
      String handler = "dev.interlock.bench.usual.plain.Plain" + handlerClass(operation);
      return as(own, handler, jar(root), Map.of());
    }
  },
  /// The same with Powertools and HikariCP.
  POWERTOOLS("powertools") {
    @Override
    Template.Function function(Path root, Operation operation, Template.Function own) {
      String handler = "dev.interlock.bench.usual.powertools.Powertools" + handlerClass(operation);
      return as(own, handler, jar(root), Map.of());
    }
  },
  SPRING_BOOT("spring-boot") {
    @Override
    Template.Function function(Path root, Operation operation, Template.Function own) {
      String bean =
          switch (operation) {
            case TRANSFER -> "transfer";
            case DECREMENT -> "stockDecrement";
            case CHANGE -> "permissionChange";
          };
      return as(
          own,
          "org.springframework.cloud.function.adapter.aws.FunctionInvoker",
          jar(root),
          Map.of(
              "MAIN_CLASS",
              "dev.interlock.bench.usual.spring.UsualApplication",
              "SPRING_CLOUD_FUNCTION_DEFINITION",
              bean));
    }
  };

  /// As figures name it; what is not Interlock's is built in the module of this name.
  final String contender;

  Implementation(String contender) {
    this.contender = contender;
  }

  /// How Lambda would run it.
  ///
  /// @param own Interlock's function, out of the template, with the variables of its environment
  abstract Template.Function function(Path root, Operation operation, Template.Function own);

  Path jar(Path root) {
    return root.resolve("bench/usual/" + contender + "/target/function.jar");
  }

  private static String handlerClass(Operation operation) {
    return switch (operation) {
      case TRANSFER -> "TransferHandler";
      case DECREMENT -> "StockDecrementHandler";
      case CHANGE -> "PermissionChangeHandler";
    };
  }

  private static Template.Function as(
      Template.Function own, String handler, Path code, Map<String, String> variables) {
    Map<String, String> environment = new LinkedHashMap<>(own.environment());
    environment.putAll(variables);
    return new Template.Function(
        own.logicalId(), handler, code, own.timeout(), own.memoryMegabytes(), environment);
  }
}
