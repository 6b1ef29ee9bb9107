package dev.interlock.office;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.api.Members;
import dev.interlock.api.WriteRequest;
import dev.interlock.write.CommandIdentity;
import dev.interlock.write.Fingerprint;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// What the commands of the back office have in common, in the forms that the API gives them.
final class OfficeRequest {

  static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  static final Pattern SKU = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final int REFERENCE_CODE_POINTS_MAX = 140;

  private OfficeRequest() {}

  /// The id of what is opened. By default it is derived from caller and key, so that a command that
  /// is sent again opens nothing else.
  static UUID id(Members body, WriteRequest request) {
    return body.has("id")
        ? body.uuid("id")
        : UUID.nameUUIDFromBytes(
            (request.caller().subject() + '/' + request.key().value()).getBytes(UTF_8));
  }

  static String sku(Members body) {
    return body.matching(
        "sku", SKU, "1 to 64 letters, digits, '.', '_' or '-', beginning with a letter or digit");
  }

  static Optional<String> reference(Members body) {
    return body.optionalText("reference", REFERENCE_CODE_POINTS_MAX);
  }

  /// Identifies a command by its parts, of which the first is the action.
  static CommandIdentity identity(WriteRequest request, List<String> parts) {
    return new CommandIdentity(
        request.caller().subject(),
        OfficeStatement.OPERATION,
        request.key().value(),
        Fingerprint.of(parts.toArray(String[]::new)));
  }
}
