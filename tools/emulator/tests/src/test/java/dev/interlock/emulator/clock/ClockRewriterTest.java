package dev.interlock.emulator.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.instruction.InvokeInstruction;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every way to read the time of day is rewritten, and the rewritten class is still valid.
class ClockRewriterTest {

  private static final Path RUNTIME = Path.of("target/lambda-runtime");
  private static final Path FUNCTION = Path.of("../../functions/transfer/target/transfer.jar");

  @TempDir Path folder;

  /// All readings, in a class that is rewritten before it is loaded.
  public static final class Everything implements Supplier<List<Instant>> {
    private static final class Subclass extends Date {
      private static final long serialVersionUID = 1;
    }

    @Override
    @SuppressWarnings({"JavaUtilDate", "JavaTimeDefaultTimeZone"})
    public List<Instant> get() {
      List<Instant> read = new ArrayList<>();
      read.add(Instant.ofEpochMilli(System.currentTimeMillis()));
      read.add(Instant.now());
      read.add(Clock.systemUTC().instant());
      read.add(Instant.ofEpochMilli(Clock.systemDefaultZone().millis()));
      read.add(Clock.system(ZoneOffset.UTC).withZone(ZoneOffset.MAX).instant());
      read.add(InstantSource.system().instant());
      read.add(LocalDateTime.now().atZone(ZoneId.systemDefault()).toInstant());
      read.add(LocalDateTime.now(ZoneOffset.UTC).toInstant(ZoneOffset.UTC));
      read.add(OffsetDateTime.now().toInstant());
      read.add(new Date().toInstant());
      read.add(new Subclass().toInstant());
      return read;
    }
  }

  @AfterEach
  void resetClock() throws IOException {
    ClockOffset right = ClockOffset.createIn(folder);
    ShiftedClock.follow(right.file());
  }

  @Test
  void everyReadingIsShifted() throws Exception {
    ClockOffset offset = ClockOffset.createIn(folder);
    ShiftedClock.follow(offset.file());
    Supplier<?> everything =
        (Supplier<?>)
            new Rewriting()
                .loadClass(Everything.class.getName())
                .getDeclaredConstructor()
                .newInstance();
    for (Duration skew : List.of(Duration.ofDays(1), Duration.ofHours(-1), Duration.ZERO)) {
      offset.set(skew);
      Instant before = Instant.now().minusSeconds(1);
      List<?> read = (List<?>) everything.get();
      assertThat(read)
          .hasSize(11)
          .allSatisfy(each ->
              assertThat((Instant) each)
                  .isBetween(before.plus(skew), Instant.now().plus(skew).plusSeconds(1)));
    }
  }

  /// Loads the test and its nested classes again, rewritten.
  private static final class Rewriting extends ClassLoader {
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(ClockRewriterTest.class.getName())) {
        return super.loadClass(name, resolve);
      }
      String file = name.replace('.', '/') + ".class";
      try (InputStream in = ClockRewriterTest.class.getClassLoader().getResourceAsStream(file)) {
        byte[] bytes = Objects.requireNonNull(in).readAllBytes();
        byte[] rewritten =
            ClockRewriter.rewritten(ClockRewriterTest.class.getClassLoader(), bytes).orElse(bytes);
        return defineClass(name, rewritten, 0, rewritten.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  @Test
  void noClassOfAFunctionReadsTheMachinesClock() throws Exception {
    List<Path> jars = new ArrayList<>(List.of(FUNCTION));
    try (Stream<Path> runtime = Files.list(RUNTIME)) {
      runtime.filter(file -> file.toString().endsWith(".jar")).forEach(jars::add);
    }
    URL[] urls = new URL[jars.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = jars.get(i).toUri().toURL();
    }
    Map<String, String> faults = new TreeMap<>();
    List<String> rewritten = new ArrayList<>();
    try (URLClassLoader loader = new URLClassLoader(urls, null)) {
      for (Path jar : jars) {
        try (JarFile file = new JarFile(jar.toFile())) {
          check(file, loader, rewritten, faults);
        }
      }
    }
    assertThat(faults).isEmpty();
    assertThat(rewritten)
        .contains(
            "dev/interlock/database/Database",
            "dev/interlock/telemetry/Invocation",
            "com/amazonaws/services/lambda/runtime/api/client/api/LambdaContext",
            "com/amazonaws/services/lambda/runtime/api/client/logging/JsonLogFormatter");
  }

  private static void check(
      JarFile jar, ClassLoader loader, List<String> rewritten, Map<String, String> faults)
      throws IOException {
    Enumeration<JarEntry> entries = jar.entries();
    while (entries.hasMoreElements()) {
      JarEntry entry = entries.nextElement();
      if (!entry.getName().endsWith(".class") || entry.getName().contains("-info.class")) {
        continue;
      }
      byte[] bytes = jar.getInputStream(entry).readAllBytes();
      Optional<byte[]> result = ClockRewriter.rewritten(loader, bytes);
      ClassModel model = ClassFile.of().parse(result.orElse(bytes));
      String name = model.thisClass().asInternalName();
      if (readsMachinesClock(model)) {
        faults.put(name, "reads the machine's clock");
      }
      if (result.isPresent()) {
        rewritten.add(name);
        verify(loader, result.get()).ifPresent(fault -> faults.put(name, fault));
      }
    }
  }

  private static boolean readsMachinesClock(ClassModel model) {
    return model.methods().stream()
            .flatMap(method -> method.code().stream())
            .flatMap(code -> code.elementStream())
            .anyMatch(element ->
                element instanceof InvokeInstruction call
                    && ClockReading.of(call.method()).isPresent())
        || isReferenced(model);
  }

  private static boolean isReferenced(ClassModel model) {
    for (var entry : model.constantPool()) {
      if (entry instanceof MethodHandleEntry handle
          && ClockReading.of(handle.reference()).isPresent()) {
        return true;
      }
    }
    return false;
  }

  // Classes from before Java 6 have no stack maps to verify.
  private static Optional<String> verify(ClassLoader loader, byte[] bytes) {
    if (ClassFile.of().parse(bytes).majorVersion() < ClassFile.JAVA_6_VERSION) {
      return Optional.empty();
    }
    ClassHierarchyResolver resolver =
        ClassHierarchyResolver.ofResourceParsing(loader)
            .orElse(ClassHierarchyResolver.defaultResolver());
    return ClassFile.of(ClassHierarchyResolverOption.of(resolver)).verify(bytes).stream()
        .map(VerifyError::toString)
        .findFirst();
  }
}
