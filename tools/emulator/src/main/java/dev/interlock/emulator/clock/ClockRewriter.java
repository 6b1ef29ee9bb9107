package dev.interlock.emulator.clock;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes every class outside the JDK read the shifted clock.
///
/// The monotonic clock, [System#nanoTime], stays as it is: it never jumps. Method references to the
/// clock are not rewritten; a test checks that no class of a function has one.
final class ClockRewriter implements ClassFileTransformer {
  private static final String OURS = ClockRewriter.class.getPackageName().replace('.', '/') + "/";

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (loader == null
        || loader.equals(ClassLoader.getPlatformClassLoader())
        || (name != null && name.startsWith(OURS))) {
      return null;
    }
    try {
      return rewritten(loader, bytes).orElse(null);
    } catch (RuntimeException failure) {
      // The JVM would silently load the class as it was.
      System.err.println("clock agent: " + name + " reads the machine's clock: " + failure);
      return null;
    }
  }

  /// Rewrites a class. Empty if the class does not read the clock, like most.
  static Optional<byte[]> rewritten(ClassLoader loader, byte[] bytes) {
    // Parses class files from the loader, because loading a class must not load others.
    ClassHierarchyResolver resolver =
        ClassHierarchyResolver.ofResourceParsing(loader)
            .orElse(ClassHierarchyResolver.defaultResolver());
    ClassFile files = ClassFile.of(ClassHierarchyResolverOption.of(resolver));
    ClassModel model = files.parse(bytes);
    for (PoolEntry entry : model.constantPool()) {
      if (entry instanceof MemberRefEntry method && ClockReading.of(method).isPresent()) {
        return Optional.of(
            files.transformClass(
                model,
                ClassTransform.transformingMethodBodies(
                    ClockRewriter::readsClock, ClockRewriter::rewrite)));
      }
    }
    return Optional.empty();
  }

  private static boolean readsClock(MethodModel method) {
    return method.code().stream()
        .flatMap(code -> code.elementStream())
        .anyMatch(element ->
            element instanceof InvokeInstruction call
                && ClockReading.of(call.method()).isPresent());
  }

  private static void rewrite(CodeBuilder code, CodeElement element) {
    if (element instanceof InvokeInstruction call) {
      ClockReading.of(call.method())
          .ifPresentOrElse(reading -> reading.write(code, call.method()), () -> code.with(call));
    } else {
      code.with(element);
    }
  }
}
