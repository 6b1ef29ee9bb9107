package dev.interlock.audit.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationsTest {

  private static final UUID ID = UUID.fromString("b0000000-0000-4000-8000-000000000001");

  @Test
  void namesAndRoutesAreUnique() {
    assertThat(Operations.all().map(Operation::name)).doesNotHaveDuplicates();
    assertThat(Operations.all().map(Operation::route)).doesNotHaveDuplicates();
  }

  @Test
  void everyWriteIsShownByARead() {
    for (WriteOperation write : Operations.WRITES) {
      assertThat(Operations.READS.stream().map(ReadOperation::name))
          .as(write.name())
          .anyMatch(read -> write.journal().mapping().contains("'" + read + "' AS kind"));
    }
  }

  @Test
  void aReadFindsItsRowInThePathThatItMakes() {
    assertThat(Operations.ACCOUNT.row(Operations.ACCOUNT.path(ID))).contains(new RowName(ID, ""));
    assertThat(Operations.STOCK.row(Operations.STOCK.path(ID, "TEA$1")))
        .contains(new RowName(ID, "TEA$1"));
    assertThat(Operations.PERMISSIONS.row(Operations.PERMISSIONS.path(ID)))
        .contains(new RowName(ID, ""));
  }

  @Test
  void aRangeOfEntriesHasTheDefaultsOfTheService() {
    assertThat(EntriesRange.of("/accounts/x/entries")).contains(new EntriesRange(0, 100));
    assertThat(EntriesRange.of("/accounts/x/entries?other=1&after=7"))
        .contains(new EntriesRange(7, 100));
    assertThat(EntriesRange.of("/accounts/x/entries?limit=3&after=7"))
        .contains(new EntriesRange(7, 3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"?after=", "?after=-1", "?limit=1e2", "?after=10000000000000000"})
  void aRangeOfNoEntriesIsNone(String query) {
    assertThat(EntriesRange.of("/accounts/x/entries" + query)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/stock/b0000000-0000-4000-8000-000000000001",
        "/stock/b0000000-0000-4000-8000-000000000001/A/B",
        "/shelf/b0000000-0000-4000-8000-000000000001/A",
        "/stock/1-1-1-1-1/A",
        "stock/b0000000-0000-4000-8000-000000000001/A",
        ""
      })
  void aReadFindsNoRowInAPathOfAnotherForm(String path) {
    assertThat(Operations.STOCK.row(path)).isEmpty();
  }
}
