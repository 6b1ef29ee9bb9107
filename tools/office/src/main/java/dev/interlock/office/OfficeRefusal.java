package dev.interlock.office;

import dev.interlock.api.Members;

/// Why a command was refused.
public enum OfficeRefusal {
  RESOURCE_EXISTS("a resource with this id exists already"),
  STOCK_EXISTS("the location has this SKU already"),
  ACCOUNT_NOT_FOUND("there is no such account"),
  LOCATION_NOT_FOUND("there is no such location"),
  DESTINATION_NOT_FOUND("there is no such destination"),
  SKU_NOT_FOUND("the location does not have this SKU"),
  DESTINATION_SKU_NOT_FOUND("the destination does not have this SKU"),
  ACCOUNT_CLOSED("the account is closed"),
  ACCOUNT_OPEN("the account is open"),
  ACCOUNT_HELD("a hold that has not expired names the account"),
  ACCOUNT_NOT_EMPTY("the account is not empty"),
  CURRENCY_MISMATCH("the account has a different currency"),
  INSUFFICIENT_FUNDS("less than the amount is available"),
  BALANCE_LIMIT("the balance would exceed " + Members.INTEGER_MAX),
  INSUFFICIENT_STOCK("less than the quantity is available"),
  STOCK_LIMIT("the stock on hand would exceed " + Members.INTEGER_MAX),
  STOCK_MISMATCH("the stock on hand is not the one expected");

  private final String sentence;

  OfficeRefusal(String sentence) {
    this.sentence = sentence;
  }

  /// The reason, as part of a sentence.
  public String sentence() {
    return sentence;
  }
}
