package dev.interlock.bench.contender;

/// Who may do what, as Interlock has it: the rivals that ask at all ask for the same.
final class Grants {

  /// The role of who has none.
  static final String NONE = "none";

  private static final String OWNER = "owner";

  private Grants() {}

  static boolean isOwner(String role) {
    return role.equals(OWNER);
  }

  /// Whether a caller with this role may move money or take stock.
  static boolean mayWrite(String role) {
    return isOwner(role) || role.equals("operator");
  }

  /// Whether a caller with this role may change permissions so: an owner any, anyone with a role
  /// may give up their own.
  static boolean allow(String callerRole, Order.Change order) {
    boolean givesUpOwn = order.principal().equals(order.caller()) && order.role().equals(NONE);
    return isOwner(callerRole) || (givesUpOwn && !callerRole.equals(NONE));
  }
}
