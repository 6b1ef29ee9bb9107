/// A complete example of another function: redeems a voucher once, for its holder.
@NullMarked
package dev.interlock.examples.voucher;

import org.jspecify.annotations.NullMarked;
