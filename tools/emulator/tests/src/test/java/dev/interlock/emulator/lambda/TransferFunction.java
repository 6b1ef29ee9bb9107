package dev.interlock.emulator.lambda;

import dev.interlock.emulator.template.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// The template's transfer function, with the environment variables of a test.
final class TransferFunction {

  static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();

  private TransferFunction() {}

  static Template.Function with(Map<String, String> variables) {
    Map<String, String> parameters =
        Map.of(
            "DatabaseUrl", "postgresql://127.0.0.1/of-the-test",
            "JwtIssuer", "http://127.0.0.1:3000",
            "JwtAudience", "interlock");
    try {
      Template.Function function =
          Objects.requireNonNull(
              Template.read(REPOSITORY.resolve("template.yaml"), parameters)
                  .functions()
                  .get("TransferFunction"));
      Map<String, String> environment = new LinkedHashMap<>(function.environment());
      environment.put("DATABASE_USER", "");
      environment.putAll(variables);
      return new Template.Function(
          function.logicalId(),
          function.handler(),
          function.code(),
          function.timeout(),
          function.memoryMegabytes(),
          environment);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] event(String name) {
    try {
      return Files.readAllBytes(REPOSITORY.resolve("events/transfer/" + name + ".json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
