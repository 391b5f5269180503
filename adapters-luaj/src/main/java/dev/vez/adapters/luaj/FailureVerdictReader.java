package dev.vez.adapters.luaj;

import dev.vez.adapters.luaj.vm.Execution;
import dev.vez.adapters.luaj.vm.NilValue;
import dev.vez.adapters.luaj.vm.ScriptException;
import dev.vez.adapters.luaj.vm.StringValue;
import dev.vez.adapters.luaj.vm.TableValue;
import dev.vez.adapters.luaj.vm.Value;
import dev.vez.ports.scheduling.FailureVerdict;

/**
 * Makes a verdict of what an {@code on_failure} script returned. A delay that is no number, or less
 * than 0, is none, and one beyond the longest is the longest. An action that does not exist fails:
 * a misspelt {@code "dlq"} would otherwise retry for ever, and nobody would hear of it.
 */
final class FailureVerdictReader {

  private static final StringValue ACTION = StringValue.disclosable("action");
  private static final StringValue DELAY_MS = StringValue.disclosable("delay_ms");
  private static final StringValue RETRY = StringValue.of("retry");
  private static final StringValue DLQ = StringValue.of("dlq");

  private FailureVerdictReader() {}

  /**
   * Reads a verdict.
   *
   * @throws ScriptException if it is not a table, or its action is none that there is
   */
  static FailureVerdict read(Execution execution, Value result) {
    if (!(result instanceof TableValue table)) {
      throw ScriptException.of(
          "on_failure must return a table, but returned a " + result.typeName() + " value");
    }
    Value action = execution.index(table, ACTION);
    if (action instanceof NilValue || execution.rawEquals(action, RETRY)) {
      return new FailureVerdict.Retry(delayMillis(execution, execution.index(table, DELAY_MS)));
    }
    if (execution.rawEquals(action, DLQ)) {
      return new FailureVerdict.DeadLetter();
    }
    throw ScriptException.of(
        "action must be \"retry\" or \"dlq\", but is another "
            + (action instanceof StringValue ? "string" : action.typeName() + " value"));
  }

  private static long delayMillis(Execution execution, Value value) {
    double delay = execution.toNumber(value);
    // NaN is not > 0
    return delay > 0 ? (long) Math.min(delay, FailureVerdict.DELAY_MILLIS_MAX) : 0;
  }
}
