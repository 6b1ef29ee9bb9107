package dev.interlock.launcher.docs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The commands in documents: those that a test runs, and for all others the reason why not.
final class DocumentedCommands {

  private static final String ALL_OF_THE_GATE = "it is the gate, which runs this test, or a build";
  private static final String AWS = "it needs AWS";

  /// Commands that run on a stack in a copy of the repository.
  private static final List<Pattern> RUN =
      List.of(
          Pattern.compile("API=http://127\\.0\\.0\\.1:3000"),
          Pattern.compile("ALICE=\\$\\(\\./interlock token alice\\)"),
          Pattern.compile("(HOLD=\\$\\()?curl -i?s \\$API/.*", Pattern.DOTALL),
          Pattern.compile("echo"),
          Pattern.compile("\\./interlock audit( --database \"\\$OWNER\"( --seal seal\\.json)?)?"),
          Pattern.compile("\\./interlock office [a-z]+-[a-z]+ .*", Pattern.DOTALL),
          Pattern.compile("\\./interlock migrate --database \"\\$OWNER_URL\"( --dry-run)?"),
          Pattern.compile("\\./interlock invoke TransferFunction -e events/\\S+\\.json"),
          Pattern.compile("\\./interlock replay events/\\S+\\.json"),
          Pattern.compile("export OWNER=.*"),
          Pattern.compile("psql .*", Pattern.DOTALL),
          Pattern.compile("\\(cd shared/\\S+ && psql .*\\)"),
          Pattern.compile("for journal in .*", Pattern.DOTALL),
          Pattern.compile("while moved=.*", Pattern.DOTALL));

  private static final Map<Pattern, String> NOT_RUN = notRun();

  private DocumentedCommands() {}

  private static Map<Pattern, String> notRun() {
    Map<Pattern, String> reasons = new LinkedHashMap<>();
    reasons.put(Pattern.compile("\\./interlock start"), "the test has already started a stack");
    reasons.put(
        Pattern.compile("\\./interlock start --containers"),
        "it needs Docker's bridge; ContainersTest starts it where there is one");
    reasons.put(
        Pattern.compile("docker compose up --wait|\\./interlock start --database \\S+ --demo"),
        "it needs Docker; ComposeFileTest checks the file");
    reasons.put(
        Pattern.compile("\\./interlock soak.*"),
        "it takes minutes; SoakCommandTest runs a short one");
    reasons.put(
        Pattern.compile("bench/peers/(start|compare|stop)\\.sh"),
        "they need the programs of others");
    reasons.put(
        Pattern.compile("\\./interlock bench.*"),
        "it takes 50 minutes; the tests of bench run its parts");
    reasons.put(
        Pattern.compile("\\./interlock new [a-z-]+"), "ScaffoldTest writes functions into a copy");
    reasons.put(
        Pattern.compile("\\./interlock race( [a-z-]+)?"),
        "RacesPageTest runs all races and compares what they print");
    reasons.put(Pattern.compile("\\./interlock replay"), "ReplayTest sends every event");
    reasons.put(
        Pattern.compile("\\./interlock audit --history .*"),
        "it needs a history; SoakCommandTest writes one and has it audited");
    reasons.put(
        Pattern.compile("(\\w+='?\\S+ )?\\./mvnw (verify|package|-\\S+).*"), ALL_OF_THE_GATE);
    reasons.put(
        Pattern.compile("mvn package|java -jar target/interlock/launcher\\.jar start"),
        "OutsideProjectTest runs it");
    reasons.put(
        Pattern.compile("java -jar target/interlock/launcher\\.jar migrate .*"),
        "MigrateCommandTest runs it in a checkout");
    reasons.put(
        Pattern.compile("find target/staging .*|\\(cd target/staging && zip .*\\)"),
        "it packs a release");
    reasons.put(Pattern.compile("moto_server .*"), "it needs moto");
    reasons.put(
        Pattern.compile("openapi-python-client generate .*"), "it needs a generator from PyPI");
    reasons.put(
        Pattern.compile("sam local (invoke|start-lambda) .*"),
        "it needs the SAM CLI and Docker; SamLocalTest runs it where they are");
    reasons.put(Pattern.compile("sam deploy .*", Pattern.DOTALL), AWS);
    reasons.put(Pattern.compile("aws .*"), AWS);
    reasons.put(
        Pattern.compile("curl -fsSO https://truststore\\.pki\\.rds\\.amazonaws\\.com/.*"), AWS);
    return reasons;
  }

  static boolean areRun(String command) {
    return RUN.stream().anyMatch(pattern -> pattern.matcher(command).matches());
  }

  /// Whether a command is listed here, with or without being run.
  static boolean areKnown(String command) {
    return areRun(command)
        || NOT_RUN.keySet().stream().anyMatch(pattern -> pattern.matcher(command).matches());
  }
}
