package dev.interlock.local;

import dev.interlock.local.database.DatabaseAddress;
import dev.interlock.local.database.EmbeddedPostgres;
import dev.interlock.local.database.PreparedDatabase;
import dev.interlock.local.lambda.Functions;
import dev.interlock.local.lambda.Limits;
import dev.interlock.local.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Sends one event through one function and prints the answer.
@Command(
    name = "invoke",
    mixinStandardHelpOptions = true,
    description = "Sends one event through one function and prints its answer.")
final class InvokeCommand implements Callable<Integer> {
  private static final int EXIT_FUNCTION_FAILED = 1;

  @Parameters(paramLabel = "HANDLER", description = "Its logical id, such as TransferFunction.")
  private String handler = "";

  @Option(
      names = {"-e", "--event"},
      paramLabel = "FILE",
      required = true,
      description = "The event, as JSON; - is standard input.")
  private String file = "";

  @Mixin private Options.Data data = new Options.Data();
  @Mixin private Options.Port port = new Options.Port();
  @Mixin private Options.Database database = new Options.Database();

  @Override
  public Integer call() throws IOException {
    Repository repository = Repository.ofLauncher();
    checkHandler(repository);
    byte[] event = event();
    Path folder = data.path(repository);
    String issuer = "http://127.0.0.1:" + port.number(folder);
    Path scratch = Files.createTempDirectory("interlock");
    try (CommandDatabase opened = CommandDatabase.open(repository, folder, database.address())) {
      Template template =
          repository.template(LocalFunctions.parameters(opened.database(), issuer));
      try (Functions functions =
          new Functions(
              template,
              repository.runtimeClient(scratch),
              Limits.ofEnvironments(1),
              System.err::println)) {
        return print(functions, event);
      }
    } finally {
      dev.interlock.local.database.Folders.delete(scratch);
    }
  }

  private Integer print(Functions functions, byte[] event) throws IOException {
    try {
      System.out.write(functions.invoke(handler, event));
      System.out.println();
      return 0;
    } catch (FunctionFailedException failure) {
      System.out.write(failure.payload());
      System.out.println();
      return EXIT_FUNCTION_FAILED;
    }
  }
}
