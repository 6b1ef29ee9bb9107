/// An example of a function of one's own: a voucher is redeemed once, by the one it was issued to.
@NullMarked
package dev.interlock.examples.voucher;

import org.jspecify.annotations.NullMarked;
