package dev.interlock.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Equal parts have equal fingerprints, in every version, and different parts different ones.
class FingerprintTest {

  @Test
  void differentPartsHaveDifferentFingerprints() {
    List<String> fingerprints = new ArrayList<>();
    for (String[] parts :
        new String[][] {
          {},
          {""},
          {"", ""},
          {"ab"},
          {"a", "b"},
          {"b", "a"},
          {"ab", ""},
          {"", "ab"},
          {"AB"},
          {"\u0000\u0000\u0000\u0001a"},
          {"a\u0000\u0000\u0000\u0001b"},
          {"\u00E9"},
          {"e\u0301"}
        }) {
      fingerprints.add(HexFormat.of().formatHex(Fingerprint.of(parts)));
    }
    assertThat(fingerprints).doesNotHaveDuplicates().allMatch(hex -> hex.length() == 64);
  }

  /// Keys never expire, so fingerprints stored by an earlier version must still match.
  @Test
  void fingerprintIsStableAcrossVersions() {
    assertThat(HexFormat.of().formatHex(Fingerprint.of("from", "to", "1")))
        .isEqualTo("e5c8cc6cb7ef3bbdfb8e20ba13b6ca8b072d2f465f95c9565c49111a4b6d83c7");
  }
}
