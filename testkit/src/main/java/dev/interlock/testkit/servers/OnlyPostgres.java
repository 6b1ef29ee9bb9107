package dev.interlock.testkit.servers;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// A test of what is PostgreSQL's own: skipped on another product, and the reason is said.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(OnlyPostgresCondition.class)
public @interface OnlyPostgres {

  /// What CockroachDB does not have, or does another way.
  String value();

  /// A setting that must be on there; none when empty.
  String setting() default "";
}
