package dev.interlock.bench.usual.spring;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.bench.usual.writes.ChangeRequest;
import dev.interlock.bench.usual.writes.DecrementRequest;
import dev.interlock.bench.usual.writes.TransferRequest;
import java.util.function.Function;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/// The three functions as beans, without a class path scan. The environment variable
/// `SPRING_CLOUD_FUNCTION_DEFINITION` selects one.
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class UsualApplication {

  /// Starts the application outside Lambda.
  public static void main(String[] arguments) {
    SpringApplication.run(UsualApplication.class, arguments);
  }

  @Bean
  ObjectMapper mapper() {
    return new ObjectMapper();
  }

  @Bean
  Function<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> transfer(
      ObjectMapper mapper, JdbcTemplate jdbc) {
    return new SpringFunction(TransferRequest.class, mapper, jdbc);
  }

  @Bean
  Function<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> stockDecrement(
      ObjectMapper mapper, JdbcTemplate jdbc) {
    return new SpringFunction(DecrementRequest.class, mapper, jdbc);
  }

  @Bean
  Function<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> permissionChange(
      ObjectMapper mapper, JdbcTemplate jdbc) {
    return new SpringFunction(ChangeRequest.class, mapper, jdbc);
  }
}
