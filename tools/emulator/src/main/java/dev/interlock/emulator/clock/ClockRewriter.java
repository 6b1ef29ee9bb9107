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

/// Makes every class that is not the JDK's read the shifted clock.
///
/// The monotonic clock, [System#nanoTime], is left alone: it never jumps. A method reference to the
/// clock is not found; no class of a function has one, and a test says so.
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
      // The JVM would take the class as it was and tell nobody.
      System.err.println("clock agent: " + name + " reads the machine's clock: " + failure);
      return null;
    }
  }

  /// Empty when the class does not read the clock, as most do not.
  static Optional<byte[]> rewritten(ClassLoader loader, byte[] bytes) {
    // Asked of the loader by way of its files: a class must not be loaded to load another one.
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
