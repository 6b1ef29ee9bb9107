/// Tests of the back office. They are in this module because the test kit depends on the back
/// office's, and because each ends with an audit.
@NullMarked
package dev.interlock.office;

import org.jspecify.annotations.NullMarked;
