package dev.interlock.emulator.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The request of an event that is accepted, as the first call of a function.
public record SampleRequest(String path, String caller, String body) {

  private static final String ACCEPTED = "accepted.json";

  /// One for each route that has an event `accepted.json` in these folders, by route such as `POST
  /// /transfers`. An event that cannot be read is left to the replay.
  public static Map<String, SampleRequest> in(List<Path> folders) {
    Map<String, SampleRequest> samples = new TreeMap<>();
    for (Path folder : folders) {
      read(folder.resolve(ACCEPTED))
          .ifPresent(event ->
              samples.putIfAbsent(event.path("routeKey").asText(), SampleRequest.of(event)));
    }
    return samples;
  }

  private static Optional<ObjectNode> read(Path event) {
    try {
      return Files.isRegularFile(event)
          ? Optional.of(StrictJson.object(Files.readAllBytes(event)))
          : Optional.empty();
    } catch (IOException malformed) {
      return Optional.empty();
    }
  }

  private static SampleRequest of(ObjectNode event) {
    return new SampleRequest(
        event.path("rawPath").asText(),
        event.at("/requestContext/authorizer/jwt/claims/sub").asText(),
        event.path("body").asText());
  }
}
