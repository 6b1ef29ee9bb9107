package dev.interlock.office;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/// Opens a location.
final class LocationOpeningStatement extends OpeningStatement<LocationOpeningCommand> {

  @Override
  String kind() {
    return "'location'";
  }

  @Override
  String answer() {
    return "'location', d.resource_id";
  }

  @Override
  String own() {
    return "\n";
  }

  @Override
  String opened() {
    return "\n";
  }

  @Override
  protected void bind(PreparedStatement statement, LocationOpeningCommand command)
      throws SQLException {
    int next = OWN_PARAMETERS;
    statement.setString(next++, LocationOpeningCommand.ACTION);
    statement.setObject(next++, command.id());
    command.grants().bind(statement, next);
  }
}
