/// Each kind of fault once, on a stack in use.
package dev.interlock.soak;
