package dev.interlock.launcher.scaffold;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/// Adds the lines of a function to the files that all functions share.
final class SharedFiles {
  private static final String RESOURCES = "Resources:";
  private static final String PROPERTIES = "Properties:";
  private static final Pattern LOGS_OF_A_FUNCTION = Pattern.compile("!Ref (?!Api)\\w+Logs$");
  private static final Pattern ERRORS_ALARM = Pattern.compile("^  \\w+ErrorsAlarm:$");
  private static final Pattern ERRORS_GRAPH =
      Pattern.compile("\\[\"AWS/Lambda\", \"Errors\", \"FunctionName\", \"\\$\\{\\w+}\"]");

  private SharedFiles() {}

  static String template(String text, String lines) {
    Map<String, List<String>> parts = TextLines.parts(lines);
    List<String> resources = part(parts, "Resources");
    List<String> separated = new ArrayList<>(List.of(""));
    resources.forEach(line -> separated.add(line.isEmpty() ? "" : "  " + line));
    String graph = part(parts, "Dashboard").getFirst();
    return new TextLines("template.yaml", text)
        .append(part(parts, "RouteSettings"), 2, RESOURCES, "Api:", PROPERTIES, "RouteSettings:")
        .append(
            part(parts, "AliasesOfThisStack"),
            2,
            RESOURCES,
            "DeploymentRole:",
            "- Sid: AliasesOfThisStack",
            "Resource:")
        .afterLastBlock(separated, ERRORS_ALARM)
        .append(
            part(parts, "SlowWritesAlarm"),
            2,
            RESOURCES,
            "SlowWritesAlarm:",
            PROPERTIES,
            "Metrics:")
        .append(
            part(parts, "ThrottlesAlarm"), 2, RESOURCES, "ThrottlesAlarm:", PROPERTIES, "Metrics:")
        .appendToAll(part(parts, "LogGroupNames"), 2, "LogGroupNames:", LOGS_OF_A_FUNCTION)
        .afterLastItem(graph.substring(3, graph.length() - 1), ERRORS_GRAPH)
        .append(part(parts, "Aliases"), 4, "Outputs:", "Aliases:", "Value:")
        .append(part(parts, "LogGroups"), 4, "Outputs:", "LogGroups:", "Value:")
        .text();
  }

  static String openApi(String text, String lines) {
    Map<String, List<String>> parts = TextLines.parts(lines);
    List<String> path = new ArrayList<>(List.of(""));
    path.addAll(part(parts, "paths"));
    return new TextLines("openapi.yaml", text)
        .append(part(parts, "tags"), 2, "tags:")
        .append(path, 2, "paths:")
        .append(part(parts, "schemas"), 2, "components:", "schemas:")
        .text();
  }

  /// The page for callers, which has a row for each operation and one for each problem type.
  static String page(String text, String rows) {
    List<String> both = rows.lines().toList();
    return new TextLines("docs/api.md", text)
        .afterFirstRun(both.subList(0, 1), Pattern.compile("^\\| `(GET|POST) /"))
        .afterFirstRun(both.subList(1, 2), Pattern.compile("^\\| 409 \\| <a id="))
        .text();
  }

  static String rootPom(String text, FunctionName name) {
    return new TextLines("pom.xml", text)
        .afterFirstRun(
            List.of("    <module>functions/" + name.kebab() + "</module>"),
            Pattern.compile("^ *<module>functions/"))
        .text();
  }

  /// The module whose tests send events to all functions of the template.
  static String emulatorPom(String text, FunctionName name) {
    return withTestDependency("tools/emulator/tests/pom.xml", text, name, "jar");
  }

  /// The module whose tests start all functions of the template. Their jars are not on its class
  /// path, so it depends on their poms.
  static String launcherPom(String text, FunctionName name) {
    return withTestDependency("tools/launcher/pom.xml", text, name, "pom");
  }

  private static String withTestDependency(
      String file, String text, FunctionName name, String type) {
    String dependency =
        """
            <dependency>
              <groupId>dev.interlock</groupId>
              <artifactId>interlock-%s</artifactId>
              <version>${project.version}</version>
              <type>%s</type>
              <scope>test</scope>
            </dependency>
        """
            .formatted(name.kebab(), type);
    return new TextLines(file, text)
        .beforeLast(dependency.lines().toList(), "  </dependencies>")
        .text();
  }

  private static List<String> part(Map<String, List<String>> parts, String name) {
    return Objects.requireNonNull(parts.get(name), name);
  }
}
