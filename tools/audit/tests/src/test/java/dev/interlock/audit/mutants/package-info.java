/// Mutation tests of the audit: flawed products are used, and the audit must name what they break.
package dev.interlock.audit.mutants;
