/// Races told to people: every way of writing, step by step, in words.
@NullMarked
package dev.interlock.races.narration;

import org.jspecify.annotations.NullMarked;
