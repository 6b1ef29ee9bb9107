/// The commands of the back office: open, close and reopen accounts, open locations, stock rows and
/// other resources, pay money in and out, receive, count and move stock.
///
/// Each is a conditional statement with a key, like a function's, and writes to the same journals.
/// The owner of the tables runs it.
@NullMarked
package dev.interlock.office;

import org.jspecify.annotations.NullMarked;
