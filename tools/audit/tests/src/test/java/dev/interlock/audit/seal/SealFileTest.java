package dev.interlock.audit.seal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealFileTest {

  @TempDir private Path folder;

  private static Seal seal(int rows) {
    JournalSeal.Builder keys = new JournalSeal.Builder();
    for (int n = 0; n < rows; n++) {
      byte[] hash = Sha256.create().digest(Integer.toString(n).getBytes(UTF_8));
      keys.add(new SealedRow("key=" + n, n < 5 ? "2026-01-01" : "2026-01-02", hash));
    }
    TreeMap<String, JournalSeal> journals = new TreeMap<>();
    journals.put("keys", keys.build());
    return new Seal("interlock", Instant.parse("2026-11-30T12:00:00.000001Z"), journals);
  }

  private static JournalSeal keys(Seal seal) {
    return Objects.requireNonNull(seal.journals().get("keys"));
  }

  @Test
  void isReadAsItWasWritten() throws Exception {
    SealFile file = SealFile.at(folder.resolve("seal.json"));
    assertThat(file.read()).isEmpty();

    file.write(seal(10));
    Seal read = file.read().orElseThrow();

    assertThat(read.digest()).isEqualTo(seal(10).digest()).isNotEqualTo(seal(11).digest());
    assertThat(read.rows()).isEqualTo(10);
    assertThat(read.until()).isEqualTo("2026-11-30T12:00:00.000001Z");
    assertThat(keys(seal(11)).differencesFrom(keys(read))).containsExactly("added: key=10");
  }

  @Test
  void isReplacedWhereItsLinkPointsAndLeavesNoDraft() throws Exception {
    Path real = Files.createDirectory(folder.resolve("real")).resolve("seal.json");
    Path link = folder.resolve("link.json");
    SealFile.at(real).write(seal(1));
    Files.createSymbolicLink(link, real);

    SealFile.at(link).write(seal(2));

    assertThat(link).isSymbolicLink();
    assertThat(SealFile.at(real).read().orElseThrow().rows()).isEqualTo(2);
    try (Stream<Path> files = Files.list(real.getParent())) {
      assertThat(files).containsExactly(real);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{}",
        "no JSON",
        "{\"seal\": 1}",
        "{\"seal\": 2, \"database\": \"interlock\"}",
        "{\"seal\": 1, \"until\": \"2026-11-30T12:00:00Z\", \"journals\": {\"keys\": {}}}",
        "\u00ff"
      })
  void otherFilesAreRefused(String text) throws Exception {
    Path path = Files.write(folder.resolve("other"), text.getBytes(ISO_8859_1));

    assertThatThrownBy(() -> SealFile.at(path).read())
        .isInstanceOf(UnusableSealException.class)
        .hasMessageContaining("this is not a seal");
  }

  /// Such a seal would be compared with the tables and blame them.
  @ParameterizedTest
  @ValueSource(strings = {"\"rows\" : 5", "2026-01-02", "2026-11-30T12", "interlock", "AAAAAQ"})
  void damagedSealIsRefused(String part) throws Exception {
    Path path = folder.resolve("seal.json");
    SealFile.at(path).write(seal(10));
    String text = Files.readString(path);
    assertThat(text).contains(part);
    String other = part.substring(0, part.length() - 1) + (part.endsWith("3") ? "4" : "3");
    Files.writeString(path, text.replace(part, other));

    assertThatThrownBy(() -> SealFile.at(path).read())
        .isInstanceOf(UnusableSealException.class)
        .hasMessageContaining("this is not a seal, or it is damaged");
  }

  @Test
  void folderThatCannotBeWrittenToIsRefusedBeforeTheAudit() {
    assertThatThrownBy(() -> SealFile.at(folder.resolve("absent/seal.json")).read())
        .isInstanceOf(UnusableSealException.class)
        .hasMessageContaining("no file can be written to");
    assertThatThrownBy(() -> SealFile.at(folder).read())
        .isInstanceOf(UnusableSealException.class)
        .hasMessageContaining("cannot be read");
  }
}
