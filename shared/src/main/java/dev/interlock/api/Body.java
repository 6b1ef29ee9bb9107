package dev.interlock.api;

import dev.interlock.json.Json;
import dev.interlock.json.MalformedJsonException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// A request's body as the event carries it: text, or bytes in Base64.
sealed interface Body {

  int sizeBytes();

  String text() throws MalformedJsonException;

  static Body of(String text, boolean base64) {
    if (!base64) {
      return new TextBody(text);
    }
    try {
      return new BinaryBody(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return new UndecodableBody();
    }
  }

  /// The body of a write, which must be one JSON object.
  default Json.Obj object() {
    try {
      return Json.object(text());
    } catch (MalformedJsonException e) {
      throw Violations.refused("", "the body " + e.getMessage());
    }
  }

  record TextBody(String content) implements Body {

    @Override
    public int sizeBytes() {
      return content.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public String text() throws MalformedJsonException {
      if (Json.hasUnpairedSurrogate(content)) {
        throw new MalformedJsonException("is not UTF-8");
      }
      return content;
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record BinaryBody(byte[] content) implements Body {

    @Override
    public int sizeBytes() {
      return content.length;
    }

    @Override
    public String text() throws MalformedJsonException {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      } catch (CharacterCodingException e) {
        throw new MalformedJsonException("is not UTF-8", e);
      }
    }
  }

  record UndecodableBody() implements Body {

    @Override
    public int sizeBytes() {
      return 0;
    }

    @Override
    public String text() throws MalformedJsonException {
      throw new MalformedJsonException("is not Base64, although the event says so");
    }
  }
}
