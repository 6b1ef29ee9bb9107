package dev.interlock.office;

import static dev.interlock.office.Clerk.ALICE_CLOSED;
import static dev.interlock.office.Clerk.ALICE_EUR;
import static dev.interlock.office.Clerk.OTHER_SHOP;
import static dev.interlock.office.Clerk.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.api.WriteRequest;
import dev.interlock.audit.Audit;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.statements.Mutation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Each statement of the back office with a guard removed: the audit names what it did, or a key or
/// CHECK of the tables stopped it.
@OnlyPostgres("the audit is compared on one product")
class OfficeMutantsTest {

  private static TestDatabase database;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
  }

  @BeforeEach
  void reset() {
    database.reset();
  }

  /// @param seenBy the invariant that the audit reports; empty if the tables stop it
  record Mutant(
      String guard, Function<WriteRequest, OfficeAction> command, String members, String seenBy) {
    @Override
    public String toString() {
      return "without " + guard;
    }
  }

  static final List<Mutant> MUTANTS =
      List.of(
          new Mutant(
              "WHEN f.new_status = 'closed' AND f.balance > 0 THEN 'account-not-empty'",
              Office::closeAccount,
              "{'account': '%s'}".formatted(ALICE_EUR),
              "account-status"),
          new Mutant(
              "WHEN f.status = f.new_status AND f.new_status = 'closed' THEN 'account-closed'"
                  + " WHEN f.status = f.new_status THEN 'account-open'",
              Office::closeAccount,
              "{'account': '%s'}".formatted(ALICE_CLOSED),
              "account-status"),
          new Mutant(
              "WHEN f.status <> 'open' THEN 'account-closed'",
              Office::payIn,
              "{'account': '%s', 'amount': 5, 'currency': 'EUR'}".formatted(ALICE_CLOSED),
              "account-status"),
          new Mutant(
              "WHEN f.account_currency <> f.currency THEN 'currency-mismatch'",
              Office::payIn,
              "{'account': '%s', 'amount': 5, 'currency': 'USD'}".formatted(ALICE_EUR),
              "fingerprint-recomputed"),
          new Mutant(
              "WHEN f.on_hand <> f.expected THEN 'stock-mismatch'",
              Office::countStock,
              "{'location': '%s', 'sku': 'CUP-1', 'expected': 6, 'counted': 7}".formatted(SHOP),
              "fingerprint-recomputed"),
          new Mutant(
              "WHEN f.balance - f.held + live.expired < -f.amount THEN 'insufficient-funds'",
              Office::payOut,
              "{'account': '%s', 'amount': 100001, 'currency': 'EUR'}".formatted(ALICE_EUR),
              ""),
          new Mutant(
              "WHEN f.balance > 9007199254740991 - f.amount THEN 'balance-limit'",
              Office::payIn,
              "{'account': '%s', 'amount': 9007199254740991, 'currency': 'EUR'}"
                  .formatted(ALICE_EUR),
              ""),
          new Mutant(
              "WHEN live.short_lines > 0 THEN 'insufficient-stock'",
              Office::moveStock,
              "{'from': '%s', 'to': '%s', 'sku': 'TEA-100', 'quantity': 1001}"
                  .formatted(SHOP, OTHER_SHOP),
              ""),
          new Mutant(
              "WHEN f.existing_id IS NOT NULL THEN 'resource-exists'",
              Office::openLocation,
              "{'id': '%s', 'grants': [{'principal': 'dora', 'role': 'owner'}]}".formatted(SHOP),
              ""),
          new Mutant(
              "WHEN f.version IS NOT NULL THEN 'stock-exists'",
              Office::openStock,
              "{'location': '%s', 'sku': 'CUP-1'}".formatted(SHOP),
              ""));

  @ParameterizedTest
  @FieldSource("MUTANTS")
  void isSeenOrStopped(Mutant mutant) throws SQLException {
    Mutation mutation = Mutation.of(mutant.guard(), "");
    Clerk clerk = new Clerk(database, Connection.TRANSACTION_SERIALIZABLE, mutation);
    if (mutant.seenBy().isEmpty()) {
      String before = database.everything();
      assertThatThrownBy(() -> clerk.carryOut(mutant.command(), mutant.members()))
          .isInstanceOf(IllegalStateException.class);
      assertThat(database.everything()).isEqualTo(before);
    } else {
      assertThat(clerk.carryOut(mutant.command(), mutant.members()))
          .isInstanceOf(OfficeVerdict.Accepted.class);
      try (Connection connection = database.connect()) {
        assertThat(Audit.run(connection).broken())
            .extracting(finding -> finding.id())
            .contains(mutant.seenBy());
      }
    }
    assertThat(mutation.applied()).isTrue();
  }
}
