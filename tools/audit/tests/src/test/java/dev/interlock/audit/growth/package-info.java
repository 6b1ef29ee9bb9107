/// Permanent data: how much of it each call adds, and that archiving changes no answer.
package dev.interlock.audit.growth;
