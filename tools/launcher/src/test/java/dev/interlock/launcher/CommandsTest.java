package dev.interlock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Short commands, alone or beside a running stack, and starts that are refused.
@Execution(ExecutionMode.CONCURRENT)
class CommandsTest {
  @TempDir Path folder;
  private Path data;
  private StackPlace place;

  @BeforeEach
  void choose() throws Exception {
    data = folder.resolve("data");
    place = StackPlace.in(data);
  }

  private CommandProcess start(String... more) throws Exception {
    return CommandProcess.run(place.start(more));
  }

  @Test
  void aTakenPortIsRefusedAndNothingIsLeftBehind() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String number = Integer.toString(taken.getLocalPort());
      start("--port", number).assertRefused("port " + number, "taken");
      start("--database-port", number).assertRefused("port " + number, "taken");
    }
    assertThat(data).doesNotExist();
  }

  @Test
  void anUnreachableDatabaseIsRefusedAndNothingIsLeftBehind() throws Exception {
    String address = "127.0.0.1:" + place.databasePort();
    start("--database", "postgresql://u:secret@" + address + "/x").assertRefused(address);
    start("--database", "mysql://u:p@" + address + "/x").assertRefused("--database");
    String elsewhere = "postgresql://u:p@db.example.com/x?sslmode=require";
    start("--database", elsewhere).assertRefused("--database", "verify-full");
    CommandProcess.run("audit", "--database", "postgresql://u:p@" + address + "/x")
        .assertRefused("x");
    assertThat(data).doesNotExist();
  }

  @Test
  void variablesSetOptions() throws Exception {
    List<String> variables =
        List.of(
            "INTERLOCK_DATA=" + data, "INTERLOCK_PORT=" + place.port(), "INTERLOCK_ENVIRONMENTS=x");
    CommandProcess.run(variables, "start").assertRefused("--environments");
    try (CommandProcess token =
        CommandProcess.run(variables, "token", "carol", "--expires-in", "2d")) {
      assertThat(token.exit()).isZero();
      var claims = SignedJWT.parse(token.out().strip()).getJWTClaimsSet();
      assertThat(claims.getSubject()).isEqualTo("carol");
      assertThat(claims.getIssuer()).isEqualTo("http://127.0.0.1:" + place.port());
      assertThat(claims.getAudience()).containsExactly("interlock");
      assertThat(claims.getJWTID()).isNotEmpty();
      assertThat(claims.getExpirationTime().toInstant())
          .isEqualTo(claims.getIssueTime().toInstant().plus(Duration.ofDays(2)));
    }
    Path key = data.resolve("issuer.pem");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(key)).startsWith("-----BEGIN PRIVATE KEY-----");
  }

  @Test
  void invokeSendsAnEventToOneFunction() throws Exception {
    Path event = Files.writeString(folder.resolve("event.json"), "{\"body\":\"sleep 0\"}");
    Path failing = Files.writeString(folder.resolve("failing.json"), "{\"body\":\"throw\"}");
    String where = data.toString();
    String[] echo = {"invoke", "EchoFunction", "-e", event.toString(), "--data", where};
    try (CommandProcess invoke = CommandProcess.run(echo)) {
      assertThat(invoke.exit()).as(invoke.err()).isZero();
      assertThat(invoke.out()).contains("\"event\":{\"body\":\"sleep 0\"}}\n");
      assertThat(invoke.err()).contains("echoed ");
      assertThat(invoke.descendants()).isEmpty();
    }
    try (CommandProcess stack = start().awaitReady();
        CommandProcess invoke = CommandProcess.run(echo)) {
      assertThat(invoke.exit()).as(invoke.err()).isZero();
      assertThat(invoke.out()).contains("127.0.0.1:" + place.databasePort() + "/interlock");
      String[] misbehave = {"invoke", "MisbehavingFunction", "-e", failing.toString()};
      String[] arguments = {
        misbehave[0], misbehave[1], misbehave[2], misbehave[3], "--data", where
      };
      try (CommandProcess throwing = CommandProcess.run(arguments)) {
        assertThat(throwing.exit()).isEqualTo(1);
        assertThat(throwing.out()).contains("\"errorMessage\":\"told to throw\"");
      }
      Path large = Files.writeString(folder.resolve("large.json"), "x".repeat(6_291_457));
      try (CommandProcess refused =
          CommandProcess.run("invoke", "EchoFunction", "-e", large.toString(), "--data", where)) {
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.out()).contains("\"errorType\":\"RequestEntityTooLargeException\"");
      }
      try (CommandProcess audit = CommandProcess.run("audit", "--data", where)) {
        assertThat(audit.exit()).as(audit.out() + audit.err()).isZero();
      }
      try (CommandProcess audit =
          CommandProcess.run("audit", "--data", where, "--json", "--function-role", "nobody")) {
        assertThat(audit.exit()).as(audit.out() + audit.err()).isEqualTo(3);
        assertThat(audit.err()).contains("--function-role");
        assertThat(audit.out()).startsWith("{").contains("\"complete\" : false");
      }
      assertThat(stack.process.isAlive()).isTrue();
    }
  }
}
