/// Histories: the requests that callers sent and the answers that they received.
@NullMarked
package dev.interlock.audit.history;

import org.jspecify.annotations.NullMarked;
