package dev.interlock.emulator.template;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Evaluates CloudFormation's intrinsic functions, as far as a function's properties use them. A
/// value known only after deployment, such as an ARN, becomes its own name.
final class Intrinsics {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(!?)([^}]+)}");
  private static final Map<String, String> PSEUDO =
      Map.of(
          "AWS::Region", "us-east-1",
          "AWS::AccountId", "000000000000",
          "AWS::Partition", "aws",
          // As in the SAM CLI.
          "AWS::StackName", "local",
          "AWS::URLSuffix", "amazonaws.com");

  private final @Nullable Object root;
  private final Map<String, String> parameters;

  Intrinsics(@Nullable Object root, Map<String, String> parameters) {
    this.root = root;
    this.parameters = Map.copyOf(parameters);
  }

  @Nullable Object resolve(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map) || map.size() != 1) {
      return value;
    }
    Map.Entry<?, ?> only = map.entrySet().iterator().next();
    Object argument = only.getValue();
    return switch (String.valueOf(only.getKey())) {
      case "Ref" -> ref(String.valueOf(argument));
      case "Fn::Sub" -> sub(argument);
      case "Fn::If" -> choose(list(argument, 3));
      case "Fn::Join" -> join(list(argument, 2));
      case "Fn::Split" -> split(list(argument, 2));
      case "Fn::GetAtt" ->
          argument instanceof List<?> parts
              ? String.join(".", parts.stream().map(String::valueOf).toList())
              : argument;
      default -> value;
    };
  }

  private @Nullable Object ref(String name) {
    if (name.equals("AWS::NoValue")) {
      return null;
    }
    String known = parameters.getOrDefault(name, PSEUDO.get(name));
    if (known != null) {
      return known;
    }
    Object parameter = member(member(root, "Parameters"), name);
    if (parameter == null) {
      return name;
    }
    Object value = member(parameter, "Default");
    if (value == null) {
      throw new IllegalArgumentException("no local value for parameter " + name);
    }
    return value;
  }

  private String sub(@Nullable Object argument) {
    String text = String.valueOf(argument instanceof List<?> both ? both.get(0) : argument);
    Object own = argument instanceof List<?> both && both.size() > 1 ? both.get(1) : null;
    Matcher matcher = VARIABLE.matcher(text);
    StringBuilder result = new StringBuilder();
    while (matcher.find()) {
      String name = matcher.group(2);
      Object mine = member(own, name);
      Object value = mine != null ? resolve(mine) : ref(name);
      String replacement = matcher.group(1).isEmpty() ? String.valueOf(value) : "${" + name + "}";
      matcher.appendReplacement(result, Matcher.quoteReplacement(replacement));
    }
    return matcher.appendTail(result).toString();
  }

  private @Nullable Object choose(List<?> parts) {
    Object condition = member(member(root, "Conditions"), String.valueOf(parts.get(0)));
    return resolve(parts.get(holds(condition) ? 1 : 2));
  }

  /// Whether a condition holds with the given parameters.
  boolean holds(@Nullable Object condition) {
    if (!(condition instanceof Map<?, ?> map) || map.size() != 1) {
      throw new IllegalArgumentException("not a condition: " + condition);
    }
    Map.Entry<?, ?> only = map.entrySet().iterator().next();
    Object argument = only.getValue();
    return switch (String.valueOf(only.getKey())) {
      case "Fn::Equals" -> {
        List<?> both = list(argument, 2);
        yield String.valueOf(resolve(both.get(0))).equals(String.valueOf(resolve(both.get(1))));
      }
      case "Fn::Not" -> !holds(list(argument, 1).get(0));
      case "Fn::And" -> list(argument, 1).stream().allMatch(this::holds);
      case "Fn::Or" -> list(argument, 1).stream().anyMatch(this::holds);
      case "Condition" -> holds(member(member(root, "Conditions"), String.valueOf(argument)));
      default -> throw new IllegalArgumentException("not a condition: " + only);
    };
  }

  private String join(List<?> parts) {
    List<String> texts =
        list(parts.get(1), 0).stream().map(part -> String.valueOf(resolve(part))).toList();
    return String.join(String.valueOf(parts.get(0)), texts);
  }

  private List<String> split(List<?> parts) {
    String separator = Pattern.quote(String.valueOf(parts.get(0)));
    return List.of(String.valueOf(resolve(parts.get(1))).split(separator, -1));
  }

  private static List<?> list(@Nullable Object value, int sizeMin) {
    if (value instanceof List<?> list && list.size() >= sizeMin) {
      return list;
    }
    throw new IllegalArgumentException("not a list of %d or more: %s".formatted(sizeMin, value));
  }

  private static @Nullable Object member(@Nullable Object value, String key) {
    return value instanceof Map<?, ?> map ? map.get(key) : null;
  }
}
