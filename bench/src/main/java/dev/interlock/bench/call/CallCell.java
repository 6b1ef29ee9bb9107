package dev.interlock.bench.call;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is measured in a JVM of its own.
///
/// @param conditions under which, as a figure shows them
/// @param benchmark of JMH, with its parameters
record CallCell(
    String subject,
    Map<String, String> conditions,
    String benchmark,
    Map<String, String> parameters) {

  private static final String ANSWER = "answer";

  /// The call of a recording, with pgjdbc and, where anything is asked of it, without.
  static List<CallCell> callsOf(WriteFunction function, AnswerKind answer, Path recording) {
    List<CallCell> cells = new ArrayList<>();
    for (boolean driver : answer.needsDatabase() ? List.of(true, false) : List.of(true)) {
      Map<String, String> conditions = new LinkedHashMap<>();
      conditions.put(ANSWER, answer.title());
      conditions.put("driver", driver ? "with pgjdbc" : "without driver");
      cells.add(
          new CallCell(
              function.title(),
              conditions,
              CallBenchmark.class.getName() + ".call",
              Map.of("recording", recording.toString(), "driver", Boolean.toString(driver))));
    }
    return cells;
  }

  /// The steps that every function shares, on the event of a recording.
  static List<CallCell> stepsOf(WriteFunction function, Path recording) {
    Map<String, String> steps = new LinkedHashMap<>();
    steps.put("event", "event read");
    steps.put("request", "event and body read");
    steps.put("response", "response written");
    steps.put("line", "log line written");
    List<CallCell> cells = new ArrayList<>();
    steps.forEach((method, title) ->
        cells.add(
            new CallCell(
                function.title(),
                Map.of("step", title),
                StepBenchmark.class.getName() + "." + method,
                Map.of("recording", recording.toString()))));
    return cells;
  }

  /// What every call that is counted stands under.
  static Map<String, String> counted(String answers) {
    return Map.of(ANSWER, answers);
  }
}
