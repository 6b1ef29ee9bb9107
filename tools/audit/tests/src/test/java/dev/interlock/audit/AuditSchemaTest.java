package dev.interlock.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.interlock.audit.seal.Seal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The JSON report, against the schema that programs rely on.
class AuditSchemaTest {

  private static final Path SCHEMA = Path.of("../../docs/audit.schema.json");

  private static final Finding HELD = new Finding("held", "it holds", 7, 0, List.of());
  private static final Finding BROKEN =
      new Finding("off", "it does not", 7, 1, List.of("id=\u001b"));
  private static final Finding UNCHECKED =
      Finding.unchecked(new Invariant("role", "it may not", "", "", ""), "no such role");

  @Test
  void sealIsDescribed() throws Exception {
    Seal seal = new Seal("interlock", Instant.parse("2026-11-30T12:00:00Z"), new TreeMap<>());
    AuditReport report =
        new AuditReport(List.of(HELD), List.of(), Duration.ZERO, Optional.of(seal));

    assertThat(report.json())
        .contains("\"until\" : \"2026-11-30T12:00:00.000000Z\"")
        .contains("\"digest\" : \"" + seal.digest() + "\"");
    assertThat(violations(report.json())).isEmpty();
    assertThat(violations(report.json().replace(seal.digest(), "abc"))).isNotEmpty();
  }

  @Test
  void everyKindOfFindingIsDescribed() throws Exception {
    AuditReport report =
        new AuditReport(
            List.of(HELD, BROKEN, UNCHECKED),
            List.of(new UnauditedOperation("voucher-redemption", 2)),
            Duration.ofSeconds(2),
            Optional.empty());

    assertThat(report.json())
        .contains("\"clockToleranceMillis\" : 2000")
        .contains("\"operation\" : \"voucher-redemption\"");
    assertThat(violations(report.json())).isEmpty();
  }

  @Test
  void everyInvariantHasAnIdOfTheForm() throws Exception {
    try (AuditServer server = AuditServer.start()) {
      assertThat(violations(server.audit(AuditServer.EMPTY).json())).isEmpty();
    }
  }

  /// A schema that accepts everything proves nothing.
  @Test
  void anotherFormIsRejected() throws Exception {
    String json = new AuditReport(List.of(HELD)).json();
    for (String member : List.of("passed", "complete", "clockToleranceMillis", "examined", "id")) {
      assertThat(violations(json.replace("\"" + member + "\"", "\"other\"")))
          .as(member)
          .isNotEmpty();
    }
  }

  private static Set<ValidationMessage> violations(String json) throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(Files.readString(SCHEMA));
    return schema.validate(json, InputFormat.JSON);
  }
}
