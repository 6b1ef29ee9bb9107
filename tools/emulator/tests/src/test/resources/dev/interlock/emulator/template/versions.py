"""Finds the effect of each parameter on the functions' configuration and versions.

Translates a template as SAM does, with no account and no network, once as it is and once for each parameter with another
value, and works out CloudFormation's functions in the result. Prints a line for each parameter: its name, whether a
function's configuration changes with it, and whether it publishes a new version of all functions, of none or of some.
"""

import copy
import logging
import sys
import types

import boto3
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

# Lambda applies these to the function, not to a version.
OUTSIDE_VERSIONS = {"FunctionName", "ReservedConcurrentExecutions", "Role", "Tags"}

logging.disable(logging.CRITICAL)

OTHER_VALUES = {
    "DatabaseIamAuth": "true",
    "ReservedConcurrency": "7",
    "FunctionTimeoutSeconds": "20",
    "GuardedDeployment": "false",
    "DeploymentType": "AllAtOnce",
}


def other(name, parameter):
    choices = [value for value in parameter.get("AllowedValues", []) if value != parameter.get("Default")]
    return OTHER_VALUES.get(name) or (str(choices[0]) if choices else "other")


def translated(template, values):
    session = boto3.Session(region_name="us-east-1")
    return Translator({}, Parser(), boto_session=session).translate(copy.deepcopy(template), values)


class Resolver:
    def __init__(self, template, values):
        self.template, self.values = template, values

    def __call__(self, value):
        if isinstance(value, list):
            return [self(each) for each in value]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            (function, argument), = value.items()
            if function == "Ref":
                return self.values.get(argument, {"Ref": argument})
            if function == "Fn::If":
                return self(argument[1] if self.holds(self.template["Conditions"][argument[0]]) else argument[2])
        return {key: self(each) for key, each in value.items()}

    def holds(self, condition):
        (function, argument), = condition.items()
        if function == "Fn::Equals":
            return str(self(argument[0])) == str(self(argument[1]))
        return not self.holds(argument[0])  # Fn::Not


def digest(template, resolve):
    """The answer of the template's inline code to CloudFormation, for the configuration."""
    answers = []
    answer = types.SimpleNamespace(SUCCESS="SUCCESS", send=lambda *arguments: answers.append(arguments[4]))
    sys.modules["cfnresponse"] = answer
    code = {}
    exec(template["Resources"]["ConfigurationDigest"]["Properties"]["Code"]["ZipFile"], code)
    properties = resolve(template["Resources"]["Configuration"]["Properties"])
    code["handler"]({"ResourceProperties": properties, "StackId": "stack"}, None)
    return answers[0]


def state(template, values):
    output = translated(template, values)
    resolve = Resolver(output, values)
    identity = digest(output, resolve)
    configurations, versions = {}, {}
    for name, resource in output["Resources"].items():
        if resource["Type"] == "AWS::Lambda::Function":
            properties = resolve(resource["Properties"])
            configurations[name] = {key: properties[key] for key in properties if key not in OUTSIDE_VERSIONS}
        elif resource["Type"] == "AWS::Lambda::Version":
            description = resource["Properties"].get("Description")
            described = identity if description == {"Ref": "Configuration"} else description
            versions[resource["Properties"]["FunctionName"]["Ref"]] = (name, described)
    return configurations, versions


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        template = yaml_parse(file.read())
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = "s3://bucket/key"
    values = {name: str(parameter.get("Default", "https://example.com"))
              for name, parameter in template["Parameters"].items()}
    # One without the other is refused before anything is deployed.
    values |= {"VpcSubnetIds": "subnet-1", "VpcSecurityGroupIds": "sg-1"}
    configurations, versions = state(template, values)
    for name, parameter in template["Parameters"].items():
        changed = values | {name: other(name, parameter)}
        new_configurations, new_versions = state(template, changed)
        published = sum(versions[function] != new_versions[function] for function in versions)
        how_many = {0: "none", len(versions): "all"}.get(published, "some")
        print(name, "changed" if configurations != new_configurations else "unchanged", how_many)


main()
