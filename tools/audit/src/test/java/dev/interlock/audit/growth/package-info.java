/// What is kept for ever: how much of it each call leaves behind, and that moving it changes
/// nothing.
package dev.interlock.audit.growth;
