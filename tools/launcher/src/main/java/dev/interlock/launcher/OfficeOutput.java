package dev.interlock.launcher;

import dev.interlock.json.Json;
import dev.interlock.office.OfficeVerdict;
import dev.interlock.write.Decision;
import java.util.List;
import java.util.stream.Collectors;

/// The line that a command of the back office prints, and its exit code.
final class OfficeOutput {
  private OfficeOutput() {}

  static Integer print(Decision<OfficeVerdict> decision) {
    String replayed = decision.replayed() ? " (decided before, under this key)" : "";
    return switch (decision.verdict()) {
      case OfficeVerdict.Accepted accepted -> {
        System.out.println("done: " + words(accepted.detail()) + replayed);
        yield ExitCode.DONE;
      }
      case OfficeVerdict.Refused refused -> {
        String detail = words(refused.detail());
        System.out.println(
            "refused: "
                + refused.why().sentence()
                + (detail.isEmpty() ? "" : " (" + detail + ")")
                + replayed);
        yield ExitCode.BROKEN;
      }
    };
  }

  private static String words(Json.Obj detail) {
    return detail.members().entrySet().stream()
        .map(member -> member.getKey() + " " + words(member.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String words(Json value) {
    return switch (value) {
      case Json.Text(String text) -> text;
      case Json.Num(String number) -> number;
      case Json.Obj object -> words(object);
      case Json.Arr(List<Json> items) ->
          items.stream().map(OfficeOutput::words).collect(Collectors.joining("; "));
      case Json.Bool(boolean bool) -> Boolean.toString(bool);
      case Json.Null _ -> "null";
    };
  }
}
