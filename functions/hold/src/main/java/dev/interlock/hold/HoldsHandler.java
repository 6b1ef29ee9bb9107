package dev.interlock.hold;

import dev.interlock.ApiHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.api.ApiResponse;
import dev.interlock.api.QueryMembers;
import dev.interlock.api.Violations;
import dev.interlock.database.Database;
import dev.interlock.telemetry.Invocation;
import dev.interlock.write.ConsistentQuery;
import dev.interlock.write.StatementRunner;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// `GET /holds/{id}` and `GET /accounts/{id}/holds`: one hold, and those that are open on an
/// account.
public final class HoldsHandler extends ApiHandler {

  private static final long LIMIT_DEFAULT = 100;
  private static final long LIMIT_MAX = 1000;

  /// What Lambda calls.
  public HoldsHandler() {
    this(new StatementRunner(Database.forReads(System.getenv())));
  }

  /// What tests call.
  public HoldsHandler(StatementRunner statements) {
    super("holds", statements);
  }

  @Override
  protected ApiResponse answer(ApiRequest request, Invocation invocation) {
    UUID id = request.pathUuid("id");
    ConsistentQuery<Optional<Map<String, Object>>> query =
        request.routeKey().startsWith("GET /accounts/")
            ? holds(request, id)
            : new HoldQuery(id, request.caller());
    return found(statements.read(query, invocation.attempts()), invocation);
  }

  private static HoldsQuery holds(ApiRequest request, UUID account) {
    Violations violations = new Violations();
    QueryMembers query = request.query(violations);
    HoldCursor after =
        query.read("after", HoldCursor.START, HoldCursor::of, "the next of an earlier page");
    long limit = query.integer("limit", LIMIT_DEFAULT, 1, LIMIT_MAX);
    violations.refuseIfAny();
    return new HoldsQuery(account, request.caller(), after, (int) limit);
  }
}
