/// Tests across functions: roles that one function grants and others use and lose.
package dev.interlock.audit.ownership;
