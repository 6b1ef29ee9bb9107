/// Each kind of fault, once, on a stack that is in use.
package dev.interlock.soak;
