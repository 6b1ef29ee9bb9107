package dev.interlock.bench.call;

import dev.interlock.races.contender.MeasuredOperation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One benchmark that runs in a forked JVM.
///
/// @param conditions as the figures show them
/// @param benchmark the name of the JMH method
record CallCell(
    String subject,
    Map<String, String> conditions,
    String benchmark,
    Map<String, String> parameters) {

  private static final String ANSWER = "answer";

  /// The call of a recording, with pgjdbc and, if it uses the database at all, without.
  static List<CallCell> callsOf(MeasuredOperation operation, AnswerKind answer, Path recording) {
    List<CallCell> cells = new ArrayList<>();
    for (boolean driver : answer.needsDatabase() ? List.of(true, false) : List.of(true)) {
      Map<String, String> conditions = new LinkedHashMap<>();
      conditions.put(ANSWER, answer.title());
      conditions.put("driver", driver ? "with pgjdbc" : "without driver");
      cells.add(
          new CallCell(
              operation.title(),
              conditions,
              CallBenchmark.class.getName() + ".call",
              Map.of("recording", recording.toString(), "driver", Boolean.toString(driver))));
    }
    return cells;
  }

  /// The steps that all functions share, on the event of a recording.
  static List<CallCell> stepsOf(MeasuredOperation operation, Path recording) {
    Map<String, String> steps = new LinkedHashMap<>();
    steps.put("event", "event read");
    steps.put("request", "event and body read");
    steps.put("response", "response written");
    steps.put("line", "log line written");
    List<CallCell> cells = new ArrayList<>();
    steps.forEach((method, title) ->
        cells.add(
            new CallCell(
                operation.title(),
                Map.of("step", title),
                StepBenchmark.class.getName() + "." + method,
                Map.of("recording", recording.toString()))));
    return cells;
  }

  /// The conditions of the figures that are counted, not timed.
  static Map<String, String> counted(String answers) {
    return Map.of(ANSWER, answers);
  }
}
