package dev.interlock.testkit.servers;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// A test of something that only PostgreSQL has. On another product it is skipped with the reason.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(OnlyPostgresCondition.class)
public @interface OnlyPostgres {

  /// What CockroachDB lacks or does differently.
  String value();

  /// A setting that must be on; none if empty.
  String setting() default "";
}
