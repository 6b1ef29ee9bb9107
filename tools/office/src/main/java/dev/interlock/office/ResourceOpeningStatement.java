package dev.interlock.office;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/// Opens a resource of a function's kind.
final class ResourceOpeningStatement extends OpeningStatement<ResourceOpeningCommand> {

  @Override
  String kind() {
    return "(SELECT d.kind FROM decided d)";
  }

  @Override
  String answer() {
    return "'kind', d.kind, 'resource', d.resource_id";
  }

  @Override
  String own() {
    return """
    ,
    ?::text AS kind
    """;
  }

  @Override
  String opened() {
    return "\n";
  }

  @Override
  protected void bind(PreparedStatement statement, ResourceOpeningCommand command)
      throws SQLException {
    int next = OWN_PARAMETERS;
    statement.setString(next++, ResourceOpeningCommand.ACTION);
    statement.setObject(next++, command.id());
    next = command.grants().bind(statement, next);
    statement.setString(next, command.kind());
  }
}
