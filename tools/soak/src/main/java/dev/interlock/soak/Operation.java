package dev.interlock.soak;

/// What callers ask for in a soak.
enum Operation {
  TRANSFER("transfer", "TransferFunction", "/transfers"),
  STOCK_DECREMENT("stock-decrement", "StockDecrementFunction", "/stock-decrements"),
  PERMISSION_CHANGE("permission-change", "PermissionChangeFunction", "/permission-changes"),
  ACCOUNT("account", "AccountFunction", "/accounts/%s"),
  STOCK("stock", "StockFunction", "/stock/%s/%s"),
  PERMISSIONS("permissions", "PermissionsFunction", "/resources/%s/permissions");

  private final String word;
  private final String function;
  private final String path;

  Operation(String word, String function, String path) {
    this.word = word;
    this.function = function;
    this.path = path;
  }

  /// As histories and, for a write, its keys have it.
  String word() {
    return word;
  }

  /// The template's logical id of what serves it.
  String function() {
    return function;
  }

  String path(Object... members) {
    return path.formatted(members);
  }
}
