/// Tests of the back office. They are here because the test kit depends on its module, and because
/// each ends with an audit.
@NullMarked
package dev.interlock.office;

import org.jspecify.annotations.NullMarked;
