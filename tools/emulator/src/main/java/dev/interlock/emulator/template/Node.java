package dev.interlock.emulator.template;

import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// A place in the template, with CloudFormation's functions worked out when it is read. What is not
/// there is an empty node, so that a path through absent parents needs no checks.
final class Node {
  private final @Nullable Object value;
  private final Intrinsics intrinsics;

  private Node(@Nullable Object value, Intrinsics intrinsics) {
    this.value = intrinsics.resolve(value);
    this.intrinsics = intrinsics;
  }

  static Node parse(Reader yaml, Map<String, String> parameters) {
    Object root = longForm(yaml);
    return new Node(root, new Intrinsics(root, parameters));
  }

  /// The template as it is written, its functions in their long forms and not worked out.
  static @Nullable Object longForm(Reader yaml) {
    return new Yaml(new ShortForms(new LoaderOptions())).load(yaml);
  }

  Node get(String key) {
    Object child = value instanceof Map<?, ?> map ? map.get(key) : null;
    return new Node(child, intrinsics);
  }

  Node or(Node other) {
    return value == null ? other : this;
  }

  List<String> keys() {
    List<String> keys = new ArrayList<>();
    if (value instanceof Map<?, ?> map) {
      map.keySet().forEach(key -> keys.add(String.valueOf(key)));
    }
    return keys;
  }

  String text(String absent) {
    return value == null ? absent : value.toString();
  }

  int number(int absent) {
    return value == null ? absent : Integer.parseInt(value.toString());
  }

  /// The elements as text; one that is `AWS::NoValue` is left out.
  List<String> textList() {
    List<String> texts = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object each : list) {
        Node element = new Node(each, intrinsics);
        if (element.value != null) {
          texts.add(element.text(""));
        }
      }
    }
    return texts;
  }

  /// The members as text; one that is `AWS::NoValue` is left out.
  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String key : keys()) {
      Node member = get(key);
      if (member.value != null) {
        texts.put(key, member.text(""));
      }
    }
    return texts;
  }

  /// Reads `!Ref x` as `{Ref: x}` and any other `!Name x` as `{Fn::Name: x}`, their long forms.
  private static final class ShortForms extends SafeConstructor {
    ShortForms(LoaderOptions options) {
      super(options);
      yamlMultiConstructors.put(
          "!",
          new AbstractConstruct() {
            @Override
            public Object construct(org.yaml.snakeyaml.nodes.Node node) {
              String name = node.getTag().getValue().substring(1);
              String form = name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name;
              Map<String, Object> longForm = new LinkedHashMap<>();
              longForm.put(form, argument(node));
              return longForm;
            }
          });
    }

    private Object argument(org.yaml.snakeyaml.nodes.Node node) {
      return switch (node) {
        case ScalarNode scalar -> scalar.getValue();
        case SequenceNode sequence -> constructSequence(sequence);
        case MappingNode mapping -> constructMapping(mapping);
        default -> throw new IllegalArgumentException("Unexpected node " + node.getTag());
      };
    }
  }
}
