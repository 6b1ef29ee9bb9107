package dev.interlock.emulator.clock;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Date;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A way to ask for the time of day, and how the same is asked of the shifted clock.
enum ClockReading {
  /// `System.currentTimeMillis()`, `Clock.systemUTC()`, `InstantSource.system()`: the shifted clock
  /// has a method of that name and type.
  OF_THE_SAME_NAME,
  /// `Instant.now()`, `LocalDate.now()`: each has one that takes a clock.
  NOW,
  /// `LocalDate.now(zone)`.
  NOW_IN_A_ZONE,
  /// `new Date()`, and the constructor of a subclass: there is one that takes milliseconds.
  DATE;

  private static final ClassDesc SHIFTED = ShiftedClock.class.describeConstable().orElseThrow();
  private static final ClassDesc CLOCK = Clock.class.describeConstable().orElseThrow();
  private static final ClassDesc ZONE = ZoneId.class.describeConstable().orElseThrow();
  private static final ClassDesc DATES = Date.class.describeConstable().orElseThrow();
  private static final MethodTypeDesc MILLIS = MethodTypeDesc.of(ConstantDescs.CD_long);

  /// What calling this method comes to; empty when it does not read the clock.
  static Optional<ClockReading> of(MemberRefEntry method) {
    String owner = method.owner().asInternalName();
    String name = method.name().stringValue();
    String type = method.type().stringValue();
    return Optional.ofNullable(
        switch (owner) {
          case "java/lang/System" -> name.equals("currentTimeMillis") ? OF_THE_SAME_NAME : null;
          case "java/util/Date" -> name.equals("<init>") && type.equals("()V") ? DATE : null;
          case "java/time/Clock", "java/time/InstantSource" ->
              name.startsWith("system") ? OF_THE_SAME_NAME : null;
          default -> owner.startsWith("java/time/") && name.equals("now") ? now(type) : null;
        });
  }

  private static @Nullable ClockReading now(String type) {
    if (type.startsWith("()")) {
      return NOW;
    }
    return type.startsWith("(Ljava/time/ZoneId;)") ? NOW_IN_A_ZONE : null;
  }

  /// Writes the call that stands in for the call of this method; operands and result are the same.
  void write(CodeBuilder code, MemberRefEntry method) {
    ClassDesc owner = method.owner().asSymbol();
    MethodTypeDesc type = MethodTypeDesc.ofDescriptor(method.type().stringValue());
    String name = method.name().stringValue();
    switch (this) {
      case OF_THE_SAME_NAME -> code.invokestatic(SHIFTED, name, type);
      case NOW ->
          code.invokestatic(SHIFTED, "systemDefaultZone", MethodTypeDesc.of(CLOCK))
              .invokestatic(owner, name, MethodTypeDesc.of(type.returnType(), CLOCK));
      case NOW_IN_A_ZONE ->
          code.invokestatic(SHIFTED, "system", MethodTypeDesc.of(CLOCK, ZONE))
              .invokestatic(owner, name, MethodTypeDesc.of(type.returnType(), CLOCK));
      case DATE ->
          code.invokestatic(SHIFTED, "currentTimeMillis", MILLIS)
              .invokespecial(
                  DATES, name, MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_long));
    }
  }
}
