@NullMarked
package dev.interlock.soak.report;

import org.jspecify.annotations.NullMarked;
