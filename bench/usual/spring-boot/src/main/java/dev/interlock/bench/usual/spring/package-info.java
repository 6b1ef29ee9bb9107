/// The three functions with Spring Boot and Spring Cloud Function's adapter for AWS.
@NullMarked
package dev.interlock.bench.usual.spring;

import org.jspecify.annotations.NullMarked;
