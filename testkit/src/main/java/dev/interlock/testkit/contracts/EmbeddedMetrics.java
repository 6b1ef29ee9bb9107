package dev.interlock.testkit.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.json.Json;
import dev.interlock.testkit.calls.Answer;

/// CloudWatch's embedded metric format: a log line declares metrics and dimensions that are members
/// of the line itself.
final class EmbeddedMetrics {

  private EmbeddedMetrics() {}

  /// Each declared metric is a number in the line, and each dimension a text; the stack is one.
  static void assertDeclaredAndPresent(Json.Obj line) {
    Json.Obj aws = line.object("_aws");
    assertThat(aws.integer("Timestamp")).isPositive();
    assertThat(Answer.items(aws, "CloudWatchMetrics")).isNotEmpty();
    for (Json directive : Answer.items(aws, "CloudWatchMetrics")) {
      assertPresent(line, (Json.Obj) directive);
    }
  }

  private static void assertPresent(Json.Obj line, Json.Obj directive) {
    assertThat(directive.text("Namespace")).isEqualTo("Interlock");
    for (Json metric : Answer.items(directive, "Metrics")) {
      assertThat(line.members().get(((Json.Obj) metric).text("Name"))).isInstanceOf(Json.Num.class);
    }
    for (Json dimensions : Answer.items(directive, "Dimensions")) {
      // Without it, two stacks of an account and region would add their metrics up.
      assertThat(((Json.Arr) dimensions).items()).contains(new Json.Text("stack"));
      for (Json dimension : ((Json.Arr) dimensions).items()) {
        assertThat(line.members().get(((Json.Text) dimension).value()))
            .isInstanceOf(Json.Text.class);
      }
    }
  }
}
