package dev.interlock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A wrong command line gets one line and exit code 2, and creates nothing.
class InvalidCommandLinesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "begin",
        "start --prot 1",
        "start --port http",
        "start --port 0",
        "start --port 65536",
        "start --port 4000 --database-port 4000",
        "start --environments 0",
        "start --environments many",
        "start --cors-origins https://app.example.com/",
        "start --cors-origins app.example.com",
        "start --template no-such-file",
        "start --template src",
        "start --template pom.xml",
        "token alice --template no-such-file",
        "invoke EchoFunction -e pom.xml --template no-such-file",
        "replay --template no-such-file",
        "audit --template no-such-file",
        "migrate --template no-such-file",
        "office open-location --owner alice --template no-such-file",
        "start now",
        "token",
        "token alice bob",
        "token alice --expires-in 1",
        "token alice --expires-in 0s",
        "token alice --expires-in -1h",
        "invoke EchoFunction",
        "invoke NoFunction -e build.gradle",
        "invoke EchoFunction -e no-such-file",
        "replay no-such-folder",
        "audit now",
        "audit --history no-such-file",
        "audit --clock-tolerance -1",
        "audit --clock-tolerance soon",
        "migrate now",
        "office",
        "office begin",
        "office pay-in",
        "office pay-in --account 1-1-1-1-1 --amount 1 --currency EUR",
        "office pay-in --account a0000000-0000-4000-8000-000000000001 --amount 1.0 --currency EUR",
        "office pay-in --account a0000000-0000-4000-8000-000000000001 --amount 0 --currency EUR",
        "office pay-in --account a0000000-0000-4000-8000-000000000001 --amount 1 --currency eur",
        "office pay-in --account a0000000-0000-4000-8000-000000000001 --amount 1 --currency EUR"
            + " --key a/b",
        "office pay-in --account a0000000-0000-4000-8000-000000000001 --amount 1 --currency EUR"
            + " --as ké",
        "office pay-in --account a0000000-0000-4000-8000-000000000001 --amount 1 --currency EUR"
            + " --reference \uFFFD",
        "start --data /proc/none",
        "office open-account --currency EUR --owner alice --viewer alice",
        "office move-stock --from a0000000-0000-4000-8000-000000000001"
            + " --to a0000000-0000-4000-8000-000000000001 --sku A --quantity 1",
        "office open-resource --kind shwo --owner alice",
        "office open-resource --kind shwo --owner alice --sql",
        "audit --port 0",
        "audit --port 3999",
        "migrate --port 3999",
        "office open-location --owner alice --port 3999",
        "migrate --database mysql://u:p@127.0.0.1/d",
        "soak --minutes 0",
        "soak --report pom.xml",
        "soak --database postgresql://u:p@db.example.com/d",
        "soak --database postgresql://u:p@localhost,db.example.com/d?targetServerType=any",
        "start --database postgresql://u:p@127.0.0.1/d?host=db.example.com",
        "start --database postgresql://u:p@127.0.0.1/d?options=-c%20search_path%3Dapp",
        "start --database postgresql://u:p@db.example.com/d?sslrootcert=/nowhere.pem",
        "start --database postgresql://127.0.0.1/d",
        "invoke EchoFunction -e pom.xml --database jdbc:postgresql://u@127.0.0.1/d?service=x",
        "audit --database postgresql://u:p@127.0.0.1/d?SOCKETFACTORY=x"
      })
  void invalidCommandLineIsRefused(String line) {
    Path data = folder.resolve("data");
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Interlock.commandLine(
                Map.of(
                    "INTERLOCK_DATA",
                    data.toString(),
                    "INTERLOCK_TEMPLATE",
                    CommandProcess.TEMPLATE.toString()))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(line.isEmpty() ? new String[0] : line.split(" ", -1));
    assertThat(exit).as(err.toString()).isEqualTo(2);
    assertThat(err.toString().lines()).singleElement().asString().startsWith("interlock: ");
    assertThat(out.toString()).isEmpty();
    assertThat(data).doesNotExist();
  }
}
