package dev.interlock.emulator.template;

import java.util.Map;

/// One metric in CloudWatch: its name with a value for each of its dimensions.
record MetricSeries(String namespace, String metric, Map<String, String> dimensions) {}
