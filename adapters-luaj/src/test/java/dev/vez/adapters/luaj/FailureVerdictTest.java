package dev.vez.adapters.luaj;

import static dev.vez.adapters.luaj.TestScripts.compileOnFailure;
import static dev.vez.adapters.luaj.TestScripts.failed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.id.MessageId;
import dev.vez.ports.scheduling.FailureHook;
import dev.vez.ports.scheduling.FailureVerdict;
import dev.vez.ports.scheduling.FailureVerdict.DeadLetter;
import dev.vez.ports.scheduling.FailureVerdict.Retry;
import dev.vez.ports.scheduling.HookResult;
import dev.vez.ports.scheduling.HookResult.Decided;
import dev.vez.ports.scheduling.HookResult.Failed;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an on_failure script sees, and what is made of its result. */
class FailureVerdictTest {

  @Test
  void shouldSeeTheMessageAndItsFailure() {
    FailureHook hook =
        compileOnFailure(
            TestScripts.compiler(),
            """
            function on_failure(msg)
              assert(msg.headers.tenant == 'acme')
              assert(msg.id == '00000000-0000-0001-0000-000000000002')
              assert(msg.attempts == 7 and type(msg.attempts) == 'number')
              assert(msg.queue == 'orders')
              assert(msg.error == 'HTTP 503')
              assert(msg.payload_size == nil)
              return { action = 'dlq' }
            end
            """);

    assertThat(
            hook.run(
                new FailureHook.Input(
                    "orders", new MessageId(1, 2), Map.of("tenant", "acme"), 7, "HTTP 503")))
        .isEqualTo(new Decided<>(new DeadLetter()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                          | 0",
        "{ action = 'retry' }                        | 0",
        "{ delay_ms = 1500 }                         | 1500",
        "{ action = 'retry', delay_ms = '250' }      | 250",
        "{ delay_ms = 1.9 }                          | 1",
        "{ delay_ms = 0.5 }                          | 0",
        "{ delay_ms = -1 }                           | 0",
        "{ delay_ms = 0/0 }                          | 0",
        "{ delay_ms = 'soon' }                       | 0",
        "{ delay_ms = {} }                           | 0",
        "{ delay_ms = 604800000 }                    | 604800000",
        "{ delay_ms = 604800001 }                    | 604800000",
        "{ delay_ms = 1/0 }                          | 604800000",
        "{ delay_ms = -1/0 }                         | 0",
      })
  void shouldRetryAfterTheDelay(String result, long delayMillis) {
    assertThat(run(result)).isEqualTo(new Decided<>(new Retry(delayMillis)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ action = 'dlq' }",
        "{ action = 'd' .. 'lq', delay_ms = 5 }",
        "setmetatable({}, { __index = { action = 'dlq' } })"
      })
  void shouldDeadLetter(String result) {
    assertThat(run(result)).isEqualTo(new Decided<>(new DeadLetter()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ action = 'DLQ' }        | action must be \"retry\" or \"dlq\", but is another string",
        "{ action = 'acme secret' }| action must be \"retry\" or \"dlq\", but is another string",
        "{ action = true }         | action must be \"retry\" or \"dlq\", but is another boolean value",
        "nil                       | on_failure must return a table, but returned a nil value",
        "(\"dlq\")                   | on_failure must return a table, but returned a string value",
        "msg.headers.a.b           | line 1: attempt to index field 'a' (a nil value)",
      })
  void shouldFailForWhatMakesNoSense(String result, String reason) {
    assertThat(run(result)).isEqualTo(new Failed<>(reason));
  }

  @Test
  void shouldNotChargeAScriptForTheErrorOfItsConsumer() {
    FailureHook hook =
        compileOnFailure(
            TestScripts.compiler(),
            "function on_failure(msg) return { delay_ms = #msg.error } end");

    assertThat(
            hook.run(
                new FailureHook.Input(
                    "orders", new MessageId(1, 2), Map.of(), 1, "x".repeat(2_000_000))))
        .isEqualTo(new Decided<>(new Retry(2_000_000)));
  }

  private static HookResult<FailureVerdict> run(String result) {
    return compileOnFailure(
            TestScripts.compiler(), "function on_failure(msg) return " + result + " end")
        .run(failed(Map.of()));
  }
}
