package dev.interlock.launcher;

import dev.interlock.emulator.Cleanup;
import dev.interlock.emulator.FunctionLog;
import dev.interlock.emulator.LocalFunctions;
import dev.interlock.emulator.Repository;
import dev.interlock.emulator.database.PreparedDatabase;
import dev.interlock.emulator.host.Folders;
import dev.interlock.emulator.lambda.FunctionFailedException;
import dev.interlock.emulator.lambda.Functions;
import dev.interlock.emulator.lambda.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Sends one event through one function and prints the answer.
@Command(
    name = "invoke",
    description = "Sends one event through one function and prints its answer.")
final class InvokeCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "HANDLER",
      description = "The function's logical id in template.yaml, such as TransferFunction.")
  private String handler = "";

  @Option(
      names = {"-e", "--event"},
      paramLabel = "FILE",
      required = true,
      description = "The event as JSON; - reads standard input.")
  private String file = "";

  @Mixin private Options.Template template = new Options.Template();
  @Mixin private Options.Data data = new Options.Data();
  @Mixin private Options.Port port = new Options.Port();
  @Mixin private Options.Database database = new Options.Database();
  @Mixin private Options.Demo demo = new Options.Demo();

  @Override
  public Integer call() throws IOException {
    Repository repository = template.repository();
    if (!repository.functionIds().contains(handler)) {
      String known = String.join(", ", repository.functionIds());
      throw new UsageException("no function " + handler + " in the template: it has " + known);
    }
    repository.requireStartable();
    byte[] event = event();
    Path folder = data.path(repository);
    String issuer = "http://127.0.0.1:" + port.number(folder);
    try (Cleanup cleanup = Cleanup.untilExit()) {
      Path scratch = Files.createTempDirectory("interlock");
      cleanup.add(() -> Folders.delete(scratch));
      PreparedDatabase opened =
          CommandDatabase.open(repository, folder, database.address(), demo.asked(), cleanup);
      Functions functions =
          new Functions(
              repository.template(LocalFunctions.parameters(opened, issuer)),
              repository.runtimeClient(scratch),
              Limits.ofEnvironments(1),
              new FunctionLog(System.err::println));
      cleanup.add(functions::close);
      return print(functions, event);
    }
  }

  private byte[] event() throws IOException {
    if (file.equals("-")) {
      return System.in.readAllBytes();
    }
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (IOException unreadable) {
      throw new UsageException("cannot read the event " + file, unreadable);
    }
  }

  private Integer print(Functions functions, byte[] event) throws IOException {
    try {
      System.out.write(functions.invoke(handler, event));
      System.out.println();
      return ExitCode.DONE;
    } catch (FunctionFailedException failure) {
      System.out.write(failure.payload());
      System.out.println();
      return ExitCode.BROKEN;
    }
  }
}
