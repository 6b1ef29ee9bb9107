package dev.interlock.audit.mutants;

import static java.util.Map.entry;

import java.util.Map;

/// The invariants that no mutant of the product can break, each with the reason. Only tampering
/// with the tables breaks them.
final class UnbreakableInvariants {

  private static final String NO_DDL =
      "the functions' role may neither change tables nor grant privileges";
  private static final String BACK_OFFICE =
      "the functions' role may not insert resources, accounts or stock rows, nor change their kind";

  private static final String OFFICE =
      "the functions open, count and move nothing; OfficeMutantsTest has the back office's mutants";

  static final Map<String, String> REASONS =
      Map.ofEntries(
          entry("no required column accepts NULL", NO_DDL),
          entry(
              "the functions' role can only insert into journals and keys, and delete nothing",
              NO_DDL),
          entry("the functions' role can update only the columns that statements change", NO_DDL),
          entry("every account belongs to a resource of kind account", BACK_OFFICE),
          entry("every resource of kind account has its account", BACK_OFFICE),
          entry("every resource is of a kind that Interlock or a function describes", BACK_OFFICE),
          entry("every stock row belongs to a resource of kind location", BACK_OFFICE),
          entry(
              "every key is where calls look it up, with its answer there or in the archive",
              "the functions' role may not update or move keys; only archive.sql does, as the"
                  + " owner"),
          entry(
              "the first entry of every account, and no other, opens it: empty, with its currency",
              OFFICE),
          entry("the first entry of every stock row opens it, with nothing on hand", OFFICE),
          entry("every move of stock adds at one location what it takes at another", OFFICE),
          entry(
              "the stored answer of every accepted office command matches its journal rows",
              OFFICE));

  private UnbreakableInvariants() {}
}
