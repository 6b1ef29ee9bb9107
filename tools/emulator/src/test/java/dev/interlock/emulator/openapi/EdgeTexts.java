package dev.interlock.emulator.openapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Texts on both sides of the edges of each pattern and length in the description.
final class EdgeTexts {
  private EdgeTexts() {}

  /// The texts by the names of the schemas.
  static Map<String, List<String>> bySchema() {
    String id = "a0000000-0000-4000-8000-00000000000";
    Map<String, List<String>> texts = new LinkedHashMap<>();
    texts.put(
        "UuidInAnyCase",
        List.of(
            id + "7",
            id + "A",
            id + "f",
            id + "g",
            id,
            id + "77",
            id + "7\n",
            id + "\u0667",
            "{" + id + "7}",
            id.replace("-", "") + "7",
            "1-1-1-1-1"));
    texts.put("Currency", List.of("EUR", "EU", "EURO", "eur", "EU1", "EUR\n", "\u00c9UR", ""));
    texts.put(
        "Sku",
        List.of(
            "a",
            "9",
            "A._-",
            "a".repeat(64),
            "a".repeat(65),
            "",
            "-a",
            ".a",
            "_a",
            "a a",
            "a/b",
            "\u00e9",
            "a\n"));
    texts.put(
        "Principal",
        List.of(
            "!",
            "~",
            "x".repeat(128),
            "x".repeat(129),
            "",
            " ",
            "a b",
            "a\u007f",
            "\u00e9",
            "a\n"));
    texts.put(
        "Reference",
        List.of(
            "x",
            " ",
            "x".repeat(140),
            "x".repeat(141),
            "\ud83d\ude00".repeat(140),
            "\ud83d\ude00".repeat(141),
            "",
            "a\u0000",
            "a\n",
            "\u001f",
            "\u007f",
            "\u0085",
            "\u009f",
            "\u00a0",
            "\u200b"));
    texts.put(
        "RequestedTime",
        List.of(
            "2027-01-01T00:00:00Z",
            "2027-01-01T00:00:00.1Z",
            "2027-01-01T00:00:00.123456Z",
            "2027-01-01T00:00:00.1234567Z",
            "2027-01-01T00:00:00.Z",
            "2027-01-01T00:00:00+00:00",
            "2027-01-01t00:00:00z",
            "2027-01-01T00:00Z",
            "2027-01-01 00:00:00Z",
            "12027-01-01T00:00:00Z",
            "2027-01-01T00:00:00Z\n"));
    texts.put(
        "Cursor",
        List.of(
            "MTc5NjA0NzU3ODU0MDI1OF81Mjc2NDVjOS1lNjNhLTQ2MzYtOGRhZS0wZWVmZGU3MDA3NDk",
            "",
            "a b",
            "a+b",
            "a/b",
            "a=",
            "x".repeat(101)));
    texts.put(
        "IdempotencyKey",
        List.of(
            "k",
            "A-z.0_9:",
            "k".repeat(128),
            "k".repeat(129),
            "\"k\"",
            '"' + "k".repeat(128) + '"',
            '"' + "k".repeat(129) + '"',
            "",
            "\"\"",
            "\"k",
            "k\"",
            "a b",
            "a,b",
            "a/b",
            "\u00e9"));
    texts.put(
        "EntityTag",
        List.of(
            "\"0\"",
            "\"1\"",
            "\"9007199254740991\"",
            "\"10000000000000000\"",
            "\"01\"",
            "\"-1\"",
            "\"\"",
            "1",
            "*",
            "W/\"1\"",
            "\"1\",\"2\"",
            "\"1\" "));
    return texts;
  }
}
