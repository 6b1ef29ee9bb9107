package dev.interlock.launcher.scaffold;

import dev.interlock.emulator.host.SetupException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/// The name of a function, such as `gift-card`, in every form in which a file spells it.
record FunctionName(String kebab) {
  private static final int LENGTH_MAX = 40;
  private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  // Names that PostgreSQL or CockroachDB accepts for a table only in quotation marks.
  private static final Set<String> RESERVED_BY_SQL =
      Set.of(
          """
          all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate
          collation column concurrently constraint create cross current_catalog current_date current_role
          current_schema current_time current_timestamp current_user default deferrable desc distinct do else end
          except false fetch for foreign freeze from full grant group having ilike in index initially inner
          intersect into is isnull join lateral leading left like limit localtime localtimestamp natural not
          nothing notnull null offset on only or order outer overlaps placing primary references returning right
          select session_user similar some symmetric system_user table tablesample then to trailing true union
          unique user using variadic verbose virtual when where window with work
          """
              .split("\\s+"));

  static FunctionName of(String name) {
    FunctionName function = new FunctionName(name);
    if (!KEBAB.matcher(name).matches() || name.length() > LENGTH_MAX) {
      throw new SetupException(
          "a function's name is lower-case words with hyphens between them, such as gift-card, and"
              + " has at most "
              + LENGTH_MAX
              + " characters, not "
              + name);
    }
    if (isReservedBySql(function.snake()) || SourceVersion.isKeyword(function.compact())) {
      throw new SetupException(
          "%s is a reserved word of SQL or Java, so no table or package can have that name: add a word"
              .formatted(name));
    }
    return function;
  }

  static boolean isReservedBySql(String table) {
    return RESERVED_BY_SQL.contains(table);
  }

  /// The name of a table, such as `gift_card`.
  String snake() {
    return kebab.replace('-', '_');
  }

  /// The name of a package, such as `giftcard`.
  String compact() {
    return kebab.replace("-", "");
  }

  /// The beginning of a type's name, such as `GiftCard`.
  String pascal() {
    return Arrays.stream(kebab.split("-")).map(FunctionName::capital).collect(Collectors.joining());
  }

  /// The last part of a path, such as `gift-cards`.
  String plural() {
    if (kebab.matches(".*[^aeiou]y")) {
      return kebab.substring(0, kebab.length() - 1) + "ies";
    }
    return kebab + (kebab.matches(".*(s|x|z|ch|sh)") ? "es" : "s");
  }

  private String words() {
    return kebab.replace('-', ' ');
  }

  private String camel() {
    String pascal = pascal();
    return pascal.substring(0, 1).toLowerCase(Locale.ROOT) + pascal.substring(1);
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  /// A text about this function with the name of another in all places.
  ///
  /// @param more further replacements
  String renamed(String text, FunctionName other, Map<String, String> more) {
    Map<String, String> forms = new LinkedHashMap<>(more);
    forms.put(plural(), other.plural());
    forms.put(capital(plural().replace('-', ' ')), capital(other.plural().replace('-', ' ')));
    forms.put(kebab, other.kebab);
    forms.put(snake(), other.snake());
    forms.put(snake().toUpperCase(Locale.ROOT), other.snake().toUpperCase(Locale.ROOT));
    forms.put(compact(), other.compact());
    forms.put(pascal(), other.pascal());
    forms.put(camel(), other.camel());
    forms.put(words(), other.words());
    Pattern any =
        Pattern.compile(
            forms.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|")));
    return any.matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(String.valueOf(forms.get(match.group()))));
  }
}
