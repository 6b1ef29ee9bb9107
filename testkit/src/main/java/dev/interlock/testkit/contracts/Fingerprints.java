package dev.interlock.testkit.contracts;

import dev.interlock.api.Caller;
import dev.interlock.api.IdempotencyKey;
import dev.interlock.api.Timestamps;
import dev.interlock.write.Command;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Finds the members of a command that its fingerprint leaves out, by changing one at a time.
final class Fingerprints {

  /// Together with the fingerprint, these identify a command.
  private static final Set<Class<?>> BESIDE = Set.of(Caller.class, IdempotencyKey.class);

  private static final Pattern TIME = Pattern.compile("\"([0-9-]+T[0-9:.]+Z)\"");

  private Fingerprints() {}

  /// The components of a command, which is a record, that only its fingerprint tells apart.
  static List<String> members(Command command) {
    RecordComponent[] components = command.getClass().getRecordComponents();
    if (components == null) {
      throw new AssertionError(command.getClass() + " is no record: compare its members yourself");
    }
    return Arrays.stream(components)
        .filter(component -> !BESIDE.contains(component.getType()))
        .map(RecordComponent::getName)
        .toList();
  }

  /// The members that have no effect on the fingerprint.
  static List<String> leftOut(Command command, Function<Command, byte[]> fingerprint) {
    byte[] before = fingerprint.apply(command);
    return members(command).stream()
        .filter(member -> Arrays.equals(before, fingerprint.apply(withOther(member, command))))
        .toList();
  }

  private static Command withOther(String member, Command command) {
    int component = indexOf(member, command);
    RecordComponent declared = command.getClass().getRecordComponents()[component];
    return with(command, component, other(values(command)[component], declared));
  }

  /// A command with one member of another.
  static Command withMemberOf(Command other, Command command, String member) {
    int component = indexOf(member, command);
    return with(command, component, values(other)[component]);
  }

  /// Other texts of a body that mean the same: a UUID in upper case, a time with a longer fraction.
  static List<String> spellings(Command command, String body) {
    List<String> spellings = new ArrayList<>();
    for (Object value : values(command)) {
      Object present =
          value instanceof Optional<?> optional && optional.isPresent() ? optional.get() : value;
      if (present instanceof UUID id) {
        spellings.add(body.replace(id.toString(), id.toString().toUpperCase(Locale.ROOT)));
      } else if (present instanceof Instant time) {
        spellings.add(
            TIME.matcher(body)
                .replaceAll(text ->
                    '"'
                        + (Instant.parse(text.group(1)).equals(time)
                            ? Timestamps.rfc3339(time)
                            : text.group(1))
                        + '"'));
      }
    }
    return spellings;
  }

  private static int indexOf(String member, Command command) {
    return Arrays.stream(command.getClass().getRecordComponents())
        .map(RecordComponent::getName)
        .toList()
        .indexOf(member);
  }

  private static Object[] values(Command command) {
    RecordComponent[] components = command.getClass().getRecordComponents();
    Object[] values = new Object[components.length];
    try {
      for (int i = 0; i < values.length; i++) {
        components[i].getAccessor().setAccessible(true);
        values[i] = components[i].getAccessor().invoke(command);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + command, e);
    }
    return values;
  }

  private static Command with(Command command, int component, Object value) {
    Object[] values = values(command);
    values[component] = value;
    try {
      Constructor<?> constructor =
          command
              .getClass()
              .getDeclaredConstructor(
                  Arrays.stream(command.getClass().getRecordComponents())
                      .map(RecordComponent::getType)
                      .toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return (Command) constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot change " + command, e);
    }
  }

  private static Object other(Object value, RecordComponent component) {
    return switch (value) {
      case String text -> text + "x";
      case Long number -> number + 1;
      case Integer number -> number + 1;
      case Boolean flag -> !flag;
      case UUID id -> new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() ^ 1);
      case Instant time -> time.plusNanos(1_000);
      case Optional<?> optional ->
          optional.isPresent() ? Optional.empty() : Optional.of(sample(component));
      case Enum<?> constant -> otherConstant(constant);
      case SortedMap<?, ?> map -> withoutLast(map);
      case Map<?, ?> map -> withoutLast(new TreeMap<>(map));
      case List<?> list -> list.subList(1, list.size());
      default ->
          throw new AssertionError(
              "no other value is known for %s: compare it yourself".formatted(component));
    };
  }

  private static Object sample(RecordComponent component) {
    Type type = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
    if (type == String.class) {
      return "x";
    } else if (type == UUID.class) {
      return new UUID(1, 1);
    } else if (type == Instant.class) {
      return Instant.EPOCH;
    } else if (type == Long.class) {
      return 1L;
    }
    throw new AssertionError("let `accepted` have the optional " + component.getName());
  }

  private static Object otherConstant(Enum<?> constant) {
    return Arrays.stream(constant.getDeclaringClass().getEnumConstants())
        .filter(other -> other != constant)
        .findFirst()
        .orElseThrow();
  }

  private static <K, V> SortedMap<K, V> withoutLast(SortedMap<K, V> map) {
    SortedMap<K, V> fewer = new TreeMap<>(map);
    fewer.remove(fewer.lastKey());
    return fewer;
  }
}
