package dev.interlock.emulator.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The template with the function of docs/write-your-own.md, added as that page describes.
final class FourthFunction {

  private static final Pattern BLOCK = Pattern.compile("```yaml\\R(.*?)```", Pattern.DOTALL);

  private FourthFunction() {}

  static Deployment added(Deployment deployment) throws IOException {
    String page =
        Files.readString(Deployment.FILE.resolveSibling("docs").resolve("write-your-own.md"));
    List<String> blocks =
        BLOCK
            .matcher(page)
            .results()
            .map(block -> block.group(1))
            .filter(block -> block.contains("VoucherRedemption"))
            .toList();
    assertThat(blocks).hasSize(2);
    Deployment parts = Deployment.parse(blocks.get(1));
    deployment.map("Resources").putAll(Deployment.parse(blocks.get(0)).map());
    deployment
        .map("Resources", "Api", "Properties", "RouteSettings")
        .putAll(parts.map("RouteSettings"));
    for (String alarm : List.of("SlowWritesAlarm", "ThrottlesAlarm")) {
      Map<String, Object> properties = deployment.map("Resources", alarm, "Properties");
      List<Object> metrics = Deployment.list(properties.get("Metrics"));
      metrics.addAll(Deployment.list(parts.at(alarm)));
      properties.put("Metrics", metrics);
    }
    Deployment.walk(
        deployment.at("Resources", "DeploymentRole"),
        "",
        (way, map) -> {
          if ("AliasesOfThisStack".equals(map.get("Sid"))) {
            List<Object> aliases = Deployment.list(map.get("Resource"));
            aliases.addAll(Deployment.list(parts.at("AliasesOfThisStack")));
            Deployment.cast(map).put("Resource", aliases);
          }
        });
    for (String output : List.of("Aliases", "LogGroups")) {
      List<Object> references =
          Deployment.list(
              Deployment.list(deployment.at("Outputs", output, "Value", "Fn::Join")).get(1));
      references.addAll(Deployment.list(parts.at("Outputs", output)));
      deployment
          .map("Outputs", output, "Value")
          .put("Fn::Join", new ArrayList<>(List.of(" ", references)));
    }
    for (Object graph : Deployment.list(parts.at("Dashboard"))) {
      String last = "\"${PermissionsFunction}\"]";
      deployment
          .map("Resources", "Dashboard", "Properties", "DashboardBody")
          .computeIfPresent(
              "Fn::Sub", (name, body) -> body.toString().replace(last, last + ", " + graph));
    }
    return deployment;
  }
}
