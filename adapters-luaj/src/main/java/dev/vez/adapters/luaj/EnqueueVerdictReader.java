package dev.vez.adapters.luaj;

import dev.vez.adapters.luaj.vm.Execution;
import dev.vez.adapters.luaj.vm.NumberValue;
import dev.vez.adapters.luaj.vm.ScriptException;
import dev.vez.adapters.luaj.vm.StringValue;
import dev.vez.adapters.luaj.vm.TableValue;
import dev.vez.adapters.luaj.vm.Value;
import dev.vez.ports.scheduling.EnqueueVerdict;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes a verdict of what a script returned. What is absent or of a type that means nothing takes
 * its default; what is beyond a limit fails, because to cut it would make one key of two, or lift a
 * rate limit.
 */
final class EnqueueVerdictReader {

  private static final StringValue FAIRNESS_KEY = StringValue.disclosable("fairness_key");
  private static final StringValue WEIGHT = StringValue.disclosable("weight");
  private static final StringValue THROTTLE_KEYS = StringValue.disclosable("throttle_keys");

  private static final int ELEMENT_STEPS = 10;

  private final Execution execution;
  private final LuaLimits limits;

  EnqueueVerdictReader(Execution execution, LuaLimits limits) {
    this.execution = execution;
    this.limits = limits;
  }

  /**
   * Reads a verdict.
   *
   * @throws ScriptException if it is not a table or beyond a limit
   */
  EnqueueVerdict read(Value result) {
    if (!(result instanceof TableValue table)) {
      throw ScriptException.of(
          "on_enqueue must return a table, but returned a " + result.typeName() + " value");
    }
    return new EnqueueVerdict(
        fairnessKey(execution.index(table, FAIRNESS_KEY)),
        weight(execution.index(table, WEIGHT)),
        throttleKeys(execution.index(table, THROTTLE_KEYS)));
  }

  private String fairnessKey(Value value) {
    return isKey(value) ? key(value, "fairness_key") : EnqueueVerdict.DEFAULT_FAIRNESS_KEY;
  }

  private int weight(Value value) {
    double weight = execution.toNumber(value);
    return weight >= 1 ? (int) Math.min(weight, Integer.MAX_VALUE) : 1; // NaN is not >= 1
  }

  /**
   * Keys in the order of their index. Gaps do not end the list: in {@code { msg.headers.a,
   * msg.headers.b }} the second key must count also where the first header is absent.
   */
  private List<String> throttleKeys(Value value) {
    if (!(value instanceof TableValue table)) {
      return List.of();
    }
    SortedMap<Double, String> keys = new TreeMap<>();
    int position = table.firstPosition();
    while (position >= 0) {
      execution.meter().spend(ELEMENT_STEPS);
      Value index = table.keyAt(position);
      Value element = table.valueAt(position);
      if (index instanceof NumberValue number && isKey(element)) {
        if (keys.size() == limits.throttleKeysMax()) {
          throw ScriptException.of(
              "throttle_keys holds more keys than the limit of "
                  + limits.throttleKeysMax()
                  + " (limits.throttle_keys_max)");
        }
        keys.put(number.value(), key(element, "a key in throttle_keys"));
      }
      position = table.positionAfter(index);
    }
    return List.copyOf(keys.values());
  }

  private static boolean isKey(Value value) {
    return value instanceof StringValue || value instanceof NumberValue;
  }

  private String key(Value value, String name) {
    StringValue text = execution.toText(value);
    if (text.length() > limits.keyBytesMax()) {
      throw ScriptException.of(
          name
              + " is "
              + text.length()
              + " bytes long, more than the limit of "
              + limits.keyBytesMax()
              + " bytes (limits.key_bytes_max)");
    }
    return text.utf8().orElseThrow(() -> ScriptException.of(name + " is not valid UTF-8"));
  }
}
