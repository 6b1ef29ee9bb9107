package dev.interlock.transfer;

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

/// `GET /accounts/{id}` and `GET /accounts/{id}/entries`: an account's state, and its journal.
public final class AccountHandler extends ApiHandler {

  private static final long LIMIT_DEFAULT = 100;
  private static final long LIMIT_MAX = 1000;

  /// What Lambda calls.
  public AccountHandler() {
    this(new StatementRunner(Database.forReads(System.getenv())));
  }

  /// What tests call.
  public AccountHandler(StatementRunner statements) {
    super("account", statements);
  }

  @Override
  protected ApiResponse answer(ApiRequest request, Invocation invocation) {
    UUID account = request.pathUuid("id");
    ConsistentQuery<Optional<Map<String, Object>>> query =
        request.routeKey().endsWith("/entries")
            ? entries(request, account)
            : new AccountQuery(account, request.caller());
    return found(statements.read(query, invocation.attempts()), invocation);
  }

  private static EntriesQuery entries(ApiRequest request, UUID account) {
    Violations violations = new Violations();
    QueryMembers query = request.query(violations);
    long after = query.integer("after", 0, 0, Long.MAX_VALUE);
    long limit = query.integer("limit", LIMIT_DEFAULT, 1, LIMIT_MAX);
    violations.refuseIfAny();
    return new EntriesQuery(account, request.caller(), after, (int) limit);
  }
}
