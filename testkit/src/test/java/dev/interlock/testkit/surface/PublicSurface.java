package dev.interlock.testkit.surface;

import java.io.IOException;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The public and protected types and members in a folder of classes, as text. A package whose
/// package-info says `Internal:` is left out.
record PublicSurface(Path sources, Path classes) {

  static PublicSurface ofModule(Path module) {
    return new PublicSurface(
        module.resolve("src/main/java"), module.resolve("target/classes").toAbsolutePath());
  }

  /// A line for each type, followed by one for each of its members.
  String text() throws IOException {
    StringBuilder text = new StringBuilder();
    for (Class<?> type : types()) {
      text.append(declaration(type)).append('\n');
      members(type).forEach(member -> text.append("  ").append(member).append('\n'));
    }
    return text.toString();
  }

  private List<Class<?>> types() throws IOException {
    List<Class<?>> types = new ArrayList<>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.sorted().toList()) {
        String name = classes.relativize(file).toString().replace('/', '.');
        if (name.endsWith(".class") && !name.endsWith("-info.class")) {
          types.add(load(name.substring(0, name.length() - ".class".length())));
        }
      }
    }
    return types.stream().filter(type -> isReachable(type) && !isInternal(type)).toList();
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, PublicSurface.class.getClassLoader());
    } catch (ClassNotFoundException missing) {
      throw new AssertionError(missing);
    }
  }

  private static boolean isReachable(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return isVisible(type.getModifiers())
        && !type.isAnonymousClass()
        && !type.isLocalClass()
        && (outer == null || isReachable(outer));
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private boolean isInternal(Class<?> type) {
    Path folder = sources.resolve(type.getPackageName().replace('.', '/'));
    return isInternal(folder.resolve("package-info.java"));
  }

  private static boolean isInternal(Path packageInfo) {
    try {
      return Files.readString(packageInfo).contains("/// Internal: ");
    } catch (IOException missing) {
      throw new AssertionError(missing);
    }
  }

  /// The packages that are left out.
  List<String> internalPackages() throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.endsWith("package-info.java") && isInternal(file))
          .map(file -> sources.relativize(file.resolveSibling("")).toString().replace('/', '.'))
          .sorted()
          .toList();
    }
  }

  private static String declaration(Class<?> type) {
    Set<Type> implied = Set.of(Object.class, Record.class);
    String supertypes =
        Stream.concat(Stream.of(type.getGenericSuperclass()), interfaces(type))
            .filter(each -> each != null && !implied.contains(each))
            .map(Type::getTypeName)
            .collect(Collectors.joining(", "));
    return supertypes.isEmpty()
        ? type.toGenericString()
        : type.toGenericString() + " : " + supertypes;
  }

  private static Stream<Type> interfaces(Class<?> type) {
    return Arrays.stream(type.getGenericInterfaces());
  }

  private static List<String> members(Class<?> type) {
    Stream<? extends Member> all =
        Stream.of(
                type.getDeclaredFields(), type.getDeclaredConstructors(), type.getDeclaredMethods())
            .flatMap(Arrays::stream);
    return all.filter(member -> isVisible(member.getModifiers()) && !member.isSynthetic())
        .map(PublicSurface::signature)
        .sorted()
        .toList();
  }

  private static String signature(Member member) {
    String name = member.getDeclaringClass().getTypeName() + ".";
    String full =
        switch (member) {
          case java.lang.reflect.Field field -> field.toGenericString();
          case java.lang.reflect.Executable executable -> executable.toGenericString();
          default -> Objects.toString(member);
        };
    return full.replace(name + member.getName(), member.getName());
  }
}
