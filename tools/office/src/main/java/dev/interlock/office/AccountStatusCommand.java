package dev.interlock.office;

import dev.interlock.api.Members;
import dev.interlock.api.Violations;
import dev.interlock.api.WriteRequest;
import dev.interlock.write.Command;
import dev.interlock.write.CommandIdentity;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Close an account, or reopen it.
record AccountStatusCommand(
    WriteRequest request, Action action, UUID account, Optional<String> reference)
    implements Command {

  /// What to do, and the status that it leads to.
  enum Action {
    CLOSE("close-account", "closed"),
    REOPEN("reopen-account", "open");

    final String word;
    final String status;

    Action(String word, String status) {
      this.word = word;
      this.status = status;
    }
  }

  static AccountStatusCommand of(Action action, WriteRequest request) {
    Violations violations = new Violations();
    Members body = new Members(request.body(), violations);
    UUID account = body.uuid("account");
    Optional<String> reference = OfficeRequest.reference(body);
    body.noOthers();
    violations.refuseIfAny();
    return new AccountStatusCommand(request, action, account, reference);
  }

  @Override
  public CommandIdentity identity() {
    return OfficeRequest.identity(
        request, List.of(action.word, account.toString(), reference.orElse("")));
  }
}
