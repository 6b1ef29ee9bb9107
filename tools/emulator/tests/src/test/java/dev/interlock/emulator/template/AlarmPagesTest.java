package dev.interlock.emulator.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/// Every alarm links its section in docs/operate.md, and the queries of that page are saved in the
/// stack and read members that exist.
@ResourceLock(Resources.SYSTEM_OUT)
class AlarmPagesTest {

  private static final Pattern ANCHOR = Pattern.compile(" See docs/operate\\.md#([a-z]+)$");
  private static final Pattern SECTION =
      Pattern.compile("^### ([^\\n]+)\\n(.*?)(?=^##|\\z)", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern SAVED =
      Pattern.compile("Saved as `([a-z-]+)`.*?```text\\n(.*?)\\n```", Pattern.DOTALL);
  private static final Pattern USED =
      Pattern.compile("^\\*\\*First query\\.\\*\\* `([a-z-]+)`", Pattern.MULTILINE);

  /// Lambda's own lines (`platform.report`) and the fields that CloudWatch adds.
  private static final Set<String> OTHERS =
      Set.of(
          "type",
          "record.requestId",
          "record.status",
          "record.errorType",
          "record.metrics.durationMs",
          "@timestamp",
          "@log",
          "@logStream");

  private static String page() throws IOException {
    return Files.readString(Deployment.FILE.resolveSibling("docs").resolve("operate.md"));
  }

  /// The text of each section below "Alarms", by its anchor.
  private static Map<String, String> sections() throws IOException {
    String page = page();
    String alarms = page.substring(page.indexOf("\n## Alarms\n"));
    alarms = alarms.substring(0, alarms.indexOf("\n## ", 1) + 1);
    Map<String, String> sections = new HashMap<>();
    for (MatchResult section : SECTION.matcher(alarms).results().toList()) {
      sections.put(
          section.group(1).toLowerCase(Locale.ROOT).replaceAll("[^a-z]", ""), section.group(2));
    }
    return sections;
  }

  @Test
  void everyAlarmLinksItsSectionAndEverySectionHasAnAlarm() throws IOException {
    Map<String, String> sections = sections();
    Set<String> linked = new TreeSet<>();
    Deployment.read()
        .alarms()
        .forEach((id, alarm) -> {
          String description = String.valueOf(Deployment.at(alarm, "AlarmDescription"));
          String anchor =
              ANCHOR
                  .matcher(description)
                  .results()
                  .findFirst()
                  .map(link -> link.group(1))
                  .orElse("none");
          assertThat(id.toLowerCase(Locale.ROOT)).as(description).endsWith(anchor);
          assertThat(sections.get(anchor))
              .as(id)
              .contains("**Means.**", "**First query.**", "**Do.**");
          linked.add(anchor);
        });
    assertThat(linked).isEqualTo(new TreeSet<>(sections.keySet()));
  }

  @Test
  void everyFunctionHasAnAlarmOfTheSharedSection() throws IOException {
    String shared = Objects.requireNonNull(sections().get("errorsalarm"));
    assertThat(shared).startsWith("\n**Means.** Every function has one");
    Deployment template = Deployment.read();
    assertThat(template.alarms().keySet())
        .filteredOn(id -> id.endsWith("ErrorsAlarm"))
        .containsExactlyInAnyOrderElementsOf(
            template.functions().keySet().stream()
                .map(id -> id.replaceFirst("Function$", "ErrorsAlarm"))
                .toList());
  }

  @Test
  void thePageShowsTheQueriesThatTheStackSaves() throws IOException {
    Map<String, String> shown = new HashMap<>();
    Set<String> used = new TreeSet<>();
    for (String section : sections().values()) {
      SAVED.matcher(section).results().forEach(query -> shown.put(query.group(1), query.group(2)));
      USED.matcher(section).results().forEach(query -> used.add(query.group(1)));
    }
    Map<String, String> saved = new HashMap<>();
    queries()
        .values()
        .forEach(query ->
            saved.put(
                String.valueOf(Deployment.at(query, "Name", "Fn::Sub"))
                    .replace("${AWS::StackName}/", ""),
                String.valueOf(Deployment.at(query, "QueryString"))));
    assertThat(shown).isEqualTo(saved);
    assertThat(saved.keySet()).containsAll(used);
  }

  private static Map<String, Object> queries() throws IOException {
    return Deployment.read().ofType("AWS::Logs::QueryDefinition");
  }

  /// A query over a missing member finds nothing, without an error.
  @Test
  void everyQueryReadsMembersThatItsLogsHave() throws Exception {
    Deployment deployment = Deployment.read();
    Signals signals =
        Signals.of(
            deployment.functions().values().stream()
                .map(function -> String.valueOf(Deployment.at(function, "Handler")))
                .toList());
    Set<String> functions = new TreeSet<>(signals.members());
    assertThat(functions).contains("failure", "caller", "outcome");
    Set<String> api = new TreeSet<>();
    String format =
        String.valueOf(
            deployment.at("Resources", "Api", "Properties", "AccessLogSettings", "Format"));
    new ObjectMapper().readTree(format).fieldNames().forEachRemaining(api::add);
    Set<String> groups = deployment.ofType("AWS::Logs::LogGroup").keySet();
    Set<String> seen = new TreeSet<>();

    queries()
        .forEach((id, query) -> {
          List<String> read =
              Deployment.list(Deployment.at(query, "LogGroupNames")).stream()
                  .map(group -> Objects.requireNonNull(Deployment.referenced(group)))
                  .toList();
          assertThat(groups).as(id).containsAll(read);
          boolean ofApi = read.equals(List.of("ApiLogs"));
          assertThat(ofApi || read.size() == deployment.functions().size()).as(id).isTrue();
          assertThat(fields(String.valueOf(Deployment.at(query, "QueryString"))))
              .as(id)
              .isNotEmpty()
              .isSubsetOf(union(ofApi ? api : functions, OTHERS));
          seen.addAll(read);
        });
    assertThat(seen).hasSize(deployment.functions().size() + 1);
  }

  /// The fields of a query: every name but commands, functions, texts, patterns and its own
  /// aliases.
  private static Set<String> fields(String query) {
    Set<String> aliases = new TreeSet<>();
    Pattern.compile(" as (\\w+)").matcher(query).results().forEach(as -> aliases.add(as.group(1)));
    String names =
        query
            .replaceAll("\"[^\"]*\"|/[^/]*/", " ")
            .replaceAll("\\b\\w+\\(", " ")
            .replaceAll("\\b\\d+m?\\b", " ");
    Set<String> commands =
        Set.of(
            "filter", "fields", "stats", "sort", "limit", "by", "as", "desc", "in", "like", "or");
    Set<String> fields = new TreeSet<>();
    for (String name : Arrays.asList(names.split("[^@\\w.]+", -1))) {
      if (!name.isEmpty() && !commands.contains(name) && !aliases.contains(name)) {
        fields.add(name);
      }
    }
    return fields;
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> all = new TreeSet<>(some);
    all.addAll(others);
    return all;
  }

  /// The page's table lists exactly the members of the log lines.
  @Test
  void thePageListsEveryMemberOfALine() throws Exception {
    Signals signals =
        Signals.of(
            List.of(
                String.valueOf(
                    Deployment.read()
                        .at("Resources", "AccountFunction", "Properties", "Handler"))));
    List<String> missing = new ArrayList<>();
    String page = page();
    for (String member : signals.members()) {
      if (!member.startsWith("_") && !page.contains("`" + member + "`")) {
        missing.add(member);
      }
    }
    assertThat(missing).isEmpty();
  }
}
