package dev.interlock.audit.mutants;

import java.util.Map;

/// The invariants that no mutant of the product breaks, each with the reason why there can be none.
/// They are broken by tampered tables alone.
final class Unbroken {

  private static final String NO_DDL =
      "the functions' role may change no table and give no rights: whoever may is no function";
  private static final String BACK_OFFICE =
      "the functions' role may add no resource, account or stock row, nor change what kind it is";

  static final Map<String, String> REASONS =
      Map.of(
          "no required column accepts NULL",
          NO_DDL,
          "the functions' role can only insert into journals and keys, and delete nothing",
          NO_DDL,
          "every account belongs to a resource of kind account",
          BACK_OFFICE,
          "every resource of kind account has its account",
          BACK_OFFICE,
          "every stock row belongs to a resource of kind location",
          BACK_OFFICE,
          "every key is where calls look it up, with its answer there or in the archive",
          "the functions' role may change and move no key: only archive.sql does, as the owner");

  private Unbroken() {}
}
