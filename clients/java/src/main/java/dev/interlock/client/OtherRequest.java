package dev.interlock.client;

/// A request of an operation that this client does not know.
record OtherRequest(String path, JsonObject body) implements CommandRequest<OtherReceipt> {
  @Override
  public OtherReceipt receipt(JsonObject answer) {
    return new OtherReceipt(answer);
  }
}
