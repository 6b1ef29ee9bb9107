package com.example.tickets;

import dev.interlock.ApiHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.api.ApiResponse;
import dev.interlock.database.Database;
import dev.interlock.telemetry.Invocation;
import dev.interlock.write.StatementRunner;

/// `POST /check-ins`: admits the holder of a ticket once.
public final class CheckInHandler extends ApiHandler {

  private static final CheckInStatement STATEMENT = new CheckInStatement();

  /// Called by Lambda.
  public CheckInHandler() {
    this(new StatementRunner(Database.of(System.getenv())));
  }

  /// Called by tests.
  public CheckInHandler(StatementRunner statements) {
    super(CheckInCommand.OPERATION, statements);
  }

  @Override
  protected ApiResponse answer(ApiRequest request, Invocation invocation) {
    CheckInCommand command = CheckInCommand.of(request.write());
    return decide(STATEMENT, command, invocation, CheckInVerdict::answer);
  }

  @Override
  protected String sampleBody() {
    return "{\"ticket\": \"AA-0000\"}";
  }
}
