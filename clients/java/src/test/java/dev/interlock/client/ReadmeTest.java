package dev.interlock.client;

import static java.util.regex.Pattern.DOTALL;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The code of the README is compiled for Java 17, and run.
class ReadmeTest {
  private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", DOTALL);

  private static final String AROUND =
      """
      import dev.interlock.client.*;
      import dev.interlock.client.CommandOutcome.*;
      import java.net.URI;
      import java.nio.file.*;
      import java.util.UUID;
      import java.util.function.Consumer;

      public class Payment {
        interface Login { String token(); }

        public static void pay(URI uri, Path outbox, Consumer<String> log) throws Exception {
          String api = uri.toString();
          Login login = () -> "token";
          UUID from = UUID.randomUUID(), to = UUID.randomUUID();
      // README
        }
      }
      """;

  @TempDir private Path folder;

  @Test
  void theCodeMovesMoneyAndEmptiesTheOutbox() throws Exception {
    Method pay = compiled().getMethod("pay", URI.class, Path.class, Consumer.class);
    Path outbox = Files.createDirectory(folder.resolve("outbox"));
    List<String> log = new ArrayList<>();
    Consumer<String> logging = log::add;
    try (ScriptedApi api =
        ScriptedApi.of(
            List.of(
                ScriptedApi.Turn.Silent.RESET,
                ScriptedApi.json(201, "{\"fromBalance\":97500}"),
                ScriptedApi.json(
                    409, "{\"type\":\"urn:interlock:insufficient-funds\",\"status\":409}")))) {
      pay.invoke(null, api.uri(), outbox, logging);
      pay.invoke(null, api.uri(), outbox, logging);
      assertThat(log.get(0)).isEqualTo("moved, left: 97500");
      assertThat(log.get(1)).startsWith("refused for good: InsufficientFunds");
      assertThat(outbox).isEmptyDirectory();
      assertThat(api.received()).hasSize(3);
      assertThat(UUID.fromString(api.received().getFirst().headers().get("idempotency-key")))
          .isNotNull();
    }
  }

  private Class<?> compiled() throws Exception {
    Matcher code = CODE.matcher(Files.readString(Path.of("README.md")));
    assertThat(code.find()).isTrue();
    Path source = folder.resolve("Payment.java");
    Files.writeString(source, AROUND.replace("// README", code.group(1)));
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "--release",
                "17",
                "-classpath",
                Path.of("target", "classes").toString(),
                "-d",
                folder.toString(),
                source.toString());
    assertThat(failed).as("errors of the compiler").isZero();
    return new URLClassLoader(new URL[] {folder.toUri().toURL()}, ReadmeTest.class.getClassLoader())
        .loadClass("Payment");
  }
}
