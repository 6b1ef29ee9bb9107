@NullMarked
package dev.interlock.local.report;

import org.jspecify.annotations.NullMarked;
