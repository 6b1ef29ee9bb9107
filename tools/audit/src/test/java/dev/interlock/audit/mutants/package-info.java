/// What the audit is worth: the product made wrong on purpose, used, and caught by name.
package dev.interlock.audit.mutants;
