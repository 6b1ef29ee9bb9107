package dev.interlock.emulator.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The query of a request, decoded as API Gateway decodes it for an event of payload format 2.0.
class ProxyRequestTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "after=a%2Bb | a+b",
        "after=a+b | a b",
        "after=a%20b | a b",
        "after=a%26b&limit=1 | a&b",
        "after=a%3Db | a=b",
        "after=a=b | a=b",
        "after=a%25b | a%b",
        "after=a%252Bb | a%2Bb",
        "after=%21%22%23%7E | !\"#~",
        "after=a&after=b | a,b",
        "after=a%zz | a%zz",
        "after=Zo%C3%AB | Zo\u00EB",
        "after= | ''",
        "after | ''"
      })
  void aQueryIsDecodedOnce(String query, String after) {
    ProxyRequest request =
        new ProxyRequest("GET", "/", query, Map.of(), Optional.empty(), "127.0.0.1", "HTTP/1.1");
    assertThat(request.queryParameters()).containsEntry("after", after);
  }
}
