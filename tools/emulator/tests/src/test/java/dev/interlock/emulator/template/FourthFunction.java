package dev.interlock.emulator.template;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The template with the lines that `./interlock new` adds for a function.
final class FourthFunction {

  static final String NAME = "UnitDraw";
  static final String OPERATION = "unit-draw";
  static final String HANDLER = "dev.interlock.examples.unitdraw.UnitDrawHandler";

  private FourthFunction() {}

  static Deployment added(Deployment deployment) throws IOException {
    Deployment parts =
        Deployment.parse(
            Files.readString(
                Deployment.FILE.resolveSibling("tools/launcher/src/main/scaffold/template.yaml")));
    deployment.map("Resources").putAll(parts.map("Resources"));
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
      references.addAll(Deployment.list(parts.at(output)));
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
