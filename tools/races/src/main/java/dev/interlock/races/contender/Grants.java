package dev.interlock.races.contender;

/// The rules of permissions, for the contenders that check them.
final class Grants {

  /// The role of a principal without a grant.
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

  /// Whether a caller with this role may make a change: an owner may make any, and everybody may
  /// give up their own role.
  static boolean allow(String callerRole, Order.Change order) {
    boolean givesUpOwn = order.principal().equals(order.caller()) && order.role().equals(NONE);
    return isOwner(callerRole) || (givesUpOwn && !callerRole.equals(NONE));
  }
}
