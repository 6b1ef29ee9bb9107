/// What no function can show alone: rights given by one, used and lost in another.
package dev.interlock.audit.ownership;
