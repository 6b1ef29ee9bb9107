@org.jspecify.annotations.NullMarked
package dev.interlock.client;
