package dev.interlock.audit.mutants;

import java.util.Map;

/// The invariants that no mutant of the product can break, each with the reason. Only tampering
/// with the tables breaks them.
final class UnbreakableInvariants {

  private static final String NO_DDL =
      "the functions' role may neither change tables nor grant privileges";
  private static final String BACK_OFFICE =
      "the functions' role may not insert resources, accounts or stock rows, nor change their kind";

  static final Map<String, String> REASONS =
      Map.of(
          "no required column accepts NULL",
          NO_DDL,
          "the functions' role can only insert into journals and keys, and delete nothing",
          NO_DDL,
          "the functions' role can update only the columns that statements change",
          NO_DDL,
          "every account belongs to a resource of kind account",
          BACK_OFFICE,
          "every resource of kind account has its account",
          BACK_OFFICE,
          "every stock row belongs to a resource of kind location",
          BACK_OFFICE,
          "every key is where calls look it up, with its answer there or in the archive",
          "the functions' role may not update or move keys; only archive.sql does, as the owner");

  private UnbreakableInvariants() {}
}
