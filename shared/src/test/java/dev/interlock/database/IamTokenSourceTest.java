package dev.interlock.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The expected tokens are from the RdsUtilities of AWS's SDK 2.41.0 for the same second. Only the
/// order of the parameters may differ.
class IamTokenSourceTest {

  private static final Clock THEN =
      Clock.fixed(Instant.parse("2026-11-22T15:52:43Z"), ZoneOffset.UTC);

  private static final String OF_A_USER =
      "interlock.abc123.eu-west-1.rds.amazonaws.com:5432/?DBUser=interlock%2B"
          + "function&Action=connect&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20"
          + "261122T155243Z&X-Amz-SignedHeaders=host&X-Amz-Expires=900&X-Amz-Creden"
          + "tial=AKIDEXAMPLE%2F20261122%2Feu-west-1%2Frds-db%2Faws4_request&X-Amz-"
          + "Signature=b369a680acd6324619d5fd7da0686f08d69999e8ef21208167eb9a7ab3bf"
          + "cb65";

  private static final String OF_A_SESSION =
      "interlock.abc123.eu-west-1.rds.amazonaws.com:5432/?DBUser=interlock%2B"
          + "function&Action=connect&X-Amz-Security-Token=se%2F%2Fion%3D%3D&X-Amz-A"
          + "lgorithm=AWS4-HMAC-SHA256&X-Amz-Date=20261122T155243Z&X-Amz-SignedHead"
          + "ers=host&X-Amz-Expires=900&X-Amz-Credential=ASIAEXAMPLE%2F20261122%2Fe"
          + "u-west-1%2Frds-db%2Faws4_request&X-Amz-Signature=f9de52b9ef470ce8d6379"
          + "9d0a62e558ab4e32f5c0984c20e26fcf057cb992efd";

  @Test
  void tokenEqualsTheSdksToken() throws IOException {
    assertThat(
            token(
                Map.of(
                    "AWS_REGION", "eu-west-1",
                    "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                    "AWS_SECRET_ACCESS_KEY", "secret/key+")))
        .containsExactlyInAnyOrder(OF_A_USER.split("[?&]"));
  }

  @Test
  void tokenWithSessionCredentialsEqualsTheSdksToken() throws IOException {
    assertThat(
            token(
                Map.of(
                    "AWS_REGION", "eu-west-1",
                    "AWS_ACCESS_KEY_ID", "ASIAEXAMPLE",
                    "AWS_SECRET_ACCESS_KEY", "secret/key+",
                    "AWS_SESSION_TOKEN", "se//ion==")))
        .containsExactlyInAnyOrder(OF_A_SESSION.split("[?&]"));
  }

  private static String[] token(Map<String, String> environment) throws IOException {
    DatabaseUrl.Host host =
        new DatabaseUrl.Host("interlock.abc123.eu-west-1.rds.amazonaws.com", 5432);
    return new IamTokenSource(host, "interlock+function", environment, THEN)
        .fetch()
        .password()
        .split("[?&]");
  }
}
