package dev.interlock.launcher;

import dev.interlock.launcher.scaffold.Scaffold;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes a new function that works, for its author to change.
@Command(
    name = "new",
    description =
        "Writes a new function with its tables and tests, which runs and passes the gate.")
final class NewCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      description = "Lower-case words with hyphens between them, such as gift-card.")
  private String name = "";

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description =
          "The kind of the resources on which callers have roles, such as room (default: NAME).")
  private @Nullable String kind;

  @Option(
      names = "--table",
      paramLabel = "TABLE",
      description = "The table of these resources (default: KIND, with underscores).")
  private @Nullable String table;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path root = Installation.checkout("new").root();
    Scaffold scaffold =
        Scaffold.of(root, name, Optional.ofNullable(kind), Optional.ofNullable(table));
    scaffold.write();
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.println("new      functions/%s, %d files".formatted(name, scaffold.created().size()));
    scaffold.changed().forEach(file -> out.println("changed  " + file));
    boolean formatted = format(root);
    out.println();
    if (!formatted) {
      out.println("format it:  ./mvnw -N validate -Dformat=apply");
    }
    out.print(
        """
        run it:     ./interlock start
        try it:     curl -s -H "Authorization: Bearer $(./interlock token alice)" \
        -H 'Content-Type: application/json' -H 'Idempotency-Key: %s-0001' -d '%s' \
        http://127.0.0.1:3000%s
        test it:    ./mvnw -pl functions/%s -am verify -DskipUpstreamTests
        change it:  in functions/%1$s, first src/main/resources/db/%1$s (its tables), then %s
                    docs/write-your-own.md says what each file does
        """
            .formatted(
                name,
                scaffold.body(),
                scaffold.path(),
                name,
                String.join(
                    ", ",
                    List.of("Command", "Statement", "Verdict").stream()
                        .map(scaffold.types()::concat)
                        .toList())));
    out.flush();
    return ExitCode.DONE;
  }

  // The new names are longer or shorter than those of the original, so lines break elsewhere.
  private static boolean format(Path root) throws IOException, InterruptedException {
    ProcessBuilder maven =
        new ProcessBuilder("./mvnw", "-q", "-B", "-N", "validate", "-Dformat=apply")
            .directory(root.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return maven.start().waitFor() == 0;
  }
}
