package dev.interlock.emulator.template;

import static dev.interlock.emulator.template.DeploymentMutants.dashboard;
import static dev.interlock.emulator.template.DeploymentMutants.internal;
import static dev.interlock.emulator.template.DeploymentMutants.mutant;
import static dev.interlock.emulator.template.DeploymentMutants.query;
import static dev.interlock.emulator.template.DeploymentMutants.transfer;
import static dev.interlock.emulator.template.DeploymentMutants.variables;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/// Templates whose stacks interfere with each other, or lose data when they are updated.
final class StackMutants {

  private static final String FUNCTIONS_OF_THE_STACK =
      "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${AWS::StackName}-*";

  private StackMutants() {}

  static Stream<Arguments> all() {
    return Stream.concat(stages(), replacements());
  }

  /// Two stacks in one account and region that share something.
  private static Stream<Arguments> stages() {
    String foreign = "reads metrics of another stack";
    return Stream.of(
        mutant(
            "InternalAlarm: " + foreign,
            each -> query(each, "\"stack\" = '${AWS::StackName}' AND ", "")),
        mutant(
            "SlowWritesAlarm: " + foreign,
            each -> each.map("Resources").replace("SlowWritesAlarm", slowWritesOf("interlock"))),
        mutant(
            "Dashboard: " + foreign,
            each -> dashboard(each, " stack=\\\"${AWS::StackName}\\\"", "")),
        mutant(
            "Dashboard: " + foreign,
            each -> dashboard(each, "\"${StockFunction}\"", "\"interlock-stock\"")),
        mutant(
            "unsupported search",
            each -> dashboard(each, "stack=\\\"${AWS::StackName}\\\"", "${AWS::StackName}")),
        mutant("InternalAlarm: " + foreign, each -> variables(each).put("STACK_NAME", "interlock")),
        mutant(
            "a metric that its stack does not write", each -> variables(each).remove("STACK_NAME")),
        mutant(
            "with the name interlock-transfer",
            each -> transfer(each).put("FunctionName", "interlock-transfer")),
        mutant(
            "with the name /aws/lambda/transfer",
            each ->
                each.map("Resources", "TransferLogs", "Properties")
                    .put("LogGroupName", "/aws/lambda/transfer")),
        mutant("with the name internal", each -> internal(each).put("AlarmName", "internal")),
        mutant(
            "a role reaches into another stack",
            each -> aliases(each).put("Resource", Map.of("Fn::Sub", FUNCTIONS_OF_THE_STACK))),
        mutant(
            "StockFunction: its deployment may not move its alias",
            each ->
                aliases(each).put("Resource", List.of(Map.of("Fn::GetAtt", "StockFunction.Arn")))),
        mutant(
            "a query reads a log group that its stack does not have",
            each ->
                each.map("Resources", "InternalQuery", "Properties")
                    .put("LogGroupNames", List.of("/aws/lambda/interlock/transfer"))));
  }

  /// Templates in which a change of a parameter replaces or deletes a resource that must stay.
  private static Stream<Arguments> replacements() {
    return Stream.of(
        mutant(
            "ApiLogs: is replaced when LogRetentionDays changes",
            each ->
                each.map("Resources", "ApiLogs", "Properties")
                    .put("LogGroupName", Map.of("Fn::Sub", "/aws/${LogRetentionDays}/api"))),
        mutant(
            "TransferFunction: is replaced when LogKeyArn changes",
            each ->
                transfer(each)
                    .put("FunctionName", Map.of("Fn::If", List.of("HasLogKey", "one", "other")))),
        mutant(
            "FunctionPolicy: is replaced when DatabaseUser changes",
            each ->
                each.map("Resources", "FunctionPolicy", "Properties")
                    .put("Description", Map.of("Ref", "DatabaseUser"))),
        mutant(
            "ApiLogs: its data is deleted",
            each -> each.map("Resources", "ApiLogs").remove("UpdateReplacePolicy")),
        mutant(
            "ConfigurationDigestLogs: its data is deleted",
            each ->
                each.map("Resources", "ConfigurationDigestLogs").put("DeletionPolicy", "Delete")),
        mutant(
            "Api: exists only under a condition",
            each -> each.map("Resources", "Api").put("Condition", "HasScope")),
        mutant(
            "Journal: unknown which properties replace a AWS::DynamoDB::Table",
            each -> each.map("Resources", "Journal").put("Type", "AWS::DynamoDB::Table")),
        mutant(
            "Outputs: refers to TransferFunction, which is missing",
            each -> each.map("Resources").remove("TransferFunction")),
        mutant(
            "Outputs: Aliases lacks !Ref TransferFunction.Alias",
            each -> each.map("Outputs").remove("Aliases")),
        mutant(
            "Outputs: LogGroups lacks !Ref TransferLogs",
            each -> each.map("Outputs").remove("LogGroups")),
        mutant(
            "TransferFunction: refers to TransferLogs, which is missing",
            each -> each.map("Resources").remove("TransferLogs")));
  }

  private static Map<String, Object> slowWritesOf(String stack) {
    return Deployment.parse(
            """
            Type: AWS::CloudWatch::Alarm
            Properties:
              Namespace: Interlock
              MetricName: totalMicros
              Dimensions: [{Name: stack, Value: %s}, {Name: operation, Value: transfer}]
            """
                .formatted(stack))
        .map();
  }

  private static Map<String, Object> aliases(Deployment deployment) {
    Object policies = deployment.at("Resources", "DeploymentRole", "Properties", "Policies");
    Object document = Deployment.at(Deployment.list(policies).getFirst(), "PolicyDocument");
    return Deployment.cast(Deployment.list(Deployment.at(document, "Statement")).getFirst());
  }
}
