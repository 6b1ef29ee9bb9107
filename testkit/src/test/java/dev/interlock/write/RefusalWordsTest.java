package dev.interlock.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A statement can refuse only with words that its function can answer: any other would be kept
/// under its key, and the key would answer 500 for ever.
class RefusalWordsTest {

  sealed interface Outcome {
    record Accepted() implements Outcome {}

    enum Refusal implements Outcome {
      NOT_FOUND,
      SOLD_OUT
    }

    record VersionMismatch(long version) implements Outcome {}
  }

  enum SharedRefusal {
    NOT_FOUND,
    SOLD_OUT
  }

  @ParameterizedTest
  @CsvSource({"not-found version-mismatch sold-out", "version-mismatch not-found sold-out"})
  void wordsOfTheVerdictsInOrderAreRight(String words) {
    assertThatCode(() -> RefusalWords.requireSame(List.of(words.split(" ")), Outcome.class))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "not-found version-mismatch soldout, soldout is no refusal of",
    "not-found version-mismatch sold-out accepted, accepted is no refusal of",
    "not-found sold-out, decided() never refuses with version-mismatch of",
    "sold-out not-found version-mismatch, 'decided() refuses in the order [sold-out, not-found]'",
    "not-found sold-out version-mismatch not-found, not-found is decided twice"
  })
  void otherWordsAreRejected(String words, String reason) {
    assertThatThrownBy(() -> RefusalWords.requireSame(List.of(words.split(" ")), Outcome.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(reason, Outcome.class.getName());
  }

  @Test
  void someWordsOfASharedEnumAreEnough() {
    assertThatCode(() -> RefusalWords.requireSame(List.of("sold-out"), SharedRefusal.class))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> RefusalWords.requireSame(List.of("closed"), SharedRefusal.class))
        .hasMessageContaining("closed is no refusal of");
  }

  @Test
  void statementWithAnotherWordCannotBeBuilt() {
    assertThatThrownBy(() -> new RememberedNothing(Outcome.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("impossible is no refusal of");
  }

  @Test
  void wordsOfACaseWithinAConditionDoNotCount() {
    assertThat(
            RefusalWords.of(
                "WHEN (CASE WHEN f.a THEN 'x' ELSE 'y' END) = 'x' THEN 'not-found'"
                    + " WHEN f.b THEN 'sold-out'"))
        .containsExactly("not-found", "sold-out");
  }

  @Test
  void wordThatIsNoLiteralIsRejected() {
    assertThatThrownBy(() -> RefusalWords.of("WHEN f.a THEN f.word"))
        .hasMessage("decided() must name each refusal in quotes, not f.word");
  }
}
