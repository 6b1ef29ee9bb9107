package dev.interlock.testkit.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An answer that the contract requires: exactly this status, these headers and these members.
public sealed interface Expected {

  /// Fails if the answer differs in any way.
  void check(Answer answer);

  /// Whether the contract decides it without the database.
  boolean beforeTheDatabase();

  /// A refusal without additional members.
  static Expected refused(int status, String name) {
    return new Refused(status, name, Map.of());
  }

  /// A refusal that points at a member of the body.
  static Expected refused(int status, String name, String pointer) {
    return new Refused(status, name, Map.of("pointer", new Json.Text(pointer)));
  }

  /// A refusal with these violations, each once, in any order.
  static Expected malformed(String... pointers) {
    return malformed(List.of(pointers));
  }

  /// The same.
  static Expected malformed(List<String> pointers) {
    return new Malformed(pointers);
  }

  /// A success whose body has exactly these members.
  static Expected success(int status, String... members) {
    return new Success(status, Set.of(members));
  }

  /// A success or a refusal that the database decides.
  static Expected decided() {
    return new Decided();
  }

  record Decided() implements Expected {

    @Override
    public void check(Answer answer) {
      assertThat(answer.status()).as(answer.bodyText()).isIn(201, 403, 404, 409, 412);
      assertThat(answer.headers()).containsEntry("Cache-Control", "no-store");
      assertThat(answer.body().members()).isNotEmpty();
    }

    @Override
    public boolean beforeTheDatabase() {
      return false;
    }
  }

  record Success(int status, Set<String> members) implements Expected {

    @Override
    public void check(Answer answer) {
      assertThat(answer.status()).as(answer.bodyText()).isEqualTo(status);
      assertThat(answer.headers())
          .isEqualTo(Map.of("Content-Type", "application/json", "Cache-Control", "no-store"));
      assertThat(answer.body().members().keySet()).isEqualTo(members);
    }

    @Override
    public boolean beforeTheDatabase() {
      return false;
    }
  }

  record Refused(int status, String name, Map<String, Json> members) implements Expected {

    // What no caller may see.
    private static final String INTERNALS =
        "(?is).*(exception|sqlstate|psql|postgres|insert into|jackson|\\bat dev\\.).*";

    @Override
    public void check(Answer answer) {
      assertThat(answer.status()).as(answer.bodyText()).isEqualTo(status);
      assertThat(answer.headers()).isEqualTo(headers());
      assertThat(answer.bodyText()).doesNotMatch(INTERNALS);
      Map<String, Json> body = new HashMap<>(answer.body().members());
      assertThat(body.remove("type")).isEqualTo(new Json.Text("urn:interlock:" + name));
      assertThat(body.remove("status")).isEqualTo(new Json.Num(Integer.toString(status)));
      assertThat(answer.body().text("title")).isNotBlank();
      assertThat(answer.body().text("detail")).isNotBlank();
      body.keySet().removeAll(Set.of("title", "detail"));
      assertThat(body).isEqualTo(members);
    }

    @Override
    public boolean beforeTheDatabase() {
      return Set.of(400, 401, 413, 415, 428).contains(status);
    }

    private Map<String, String> headers() {
      Map<String, String> headers = new HashMap<>();
      headers.put("Content-Type", "application/problem+json");
      headers.put("Cache-Control", "no-store");
      if (status == 401) {
        headers.put("WWW-Authenticate", "Bearer");
      }
      if (status == 503 || name.equals("request-in-progress")) {
        headers.put("Retry-After", "1");
      }
      return headers;
    }
  }

  record Malformed(List<String> pointers) implements Expected {

    @Override
    public void check(Answer answer) {
      Json violations = answer.body().member("violations").orElseGet(Json.Null::new);
      assertThat(violations).as(answer.bodyText()).isInstanceOf(Json.Arr.class);
      new Refused(400, "malformed-request", Map.of("violations", violations)).check(answer);
      List<String> found = new ArrayList<>();
      for (Json item : ((Json.Arr) violations).items()) {
        Json.Obj violation = (Json.Obj) item;
        assertThat(List.copyOf(violation.members().keySet())).containsExactly("pointer", "reason");
        assertThat(violation.text("reason")).isNotBlank();
        found.add(violation.text("pointer"));
      }
      assertThat(found).containsExactlyInAnyOrderElementsOf(pointers);
    }

    @Override
    public boolean beforeTheDatabase() {
      return true;
    }
  }
}
