package dev.interlock.launcher;

import dev.interlock.emulator.DataFolder;
import dev.interlock.emulator.gateway.TokenIssuer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Prints a token for a caller, without any other output.
@Command(name = "token", description = "Prints a token that the local API accepts from a caller.")
final class TokenCommand implements Callable<Integer> {
  @Parameters(paramLabel = "SUBJECT", description = "The caller, for example alice.")
  private String subject = "";

  @Option(
      names = "--expires-in",
      paramLabel = "DURATION",
      description = "For example 90s, 15m, 1h or 2d (default: 1h).")
  private String expiresIn = "1h";

  @Mixin private Options.Template template = new Options.Template();
  @Mixin private Options.Data data = new Options.Data();
  @Mixin private Options.Port port = new Options.Port();

  @Override
  public Integer call() throws IOException {
    Duration lifetime = duration(expiresIn);
    if (subject.isEmpty()) {
      throw new UsageException("a token needs a subject");
    }
    Path folder = data.path(template.repository());
    String issuer = "http://127.0.0.1:" + port.number(folder);
    DataFolder.create(folder);
    TokenIssuer keys = TokenIssuer.of(DataFolder.issuerKey(folder));
    System.out.println(keys.token(issuer, subject, lifetime));
    return ExitCode.DONE;
  }

  private static Duration duration(String text) {
    return DurationText.parse(text)
        .filter(lifetime -> lifetime.toSeconds() > 0)
        .orElseThrow(
            () -> new UsageException("--expires-in must be like 90s, 15m, 1h or 2d, not " + text));
  }
}
