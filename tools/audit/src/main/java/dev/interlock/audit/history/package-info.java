/// What callers sent and heard: the other half of the truth, beside the journals.
@NullMarked
package dev.interlock.audit.history;

import org.jspecify.annotations.NullMarked;
