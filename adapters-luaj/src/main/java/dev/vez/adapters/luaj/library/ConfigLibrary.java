package dev.vez.adapters.luaj.library;

import static dev.vez.adapters.luaj.vm.NilValue.NIL;

import dev.vez.adapters.luaj.vm.Arguments;
import dev.vez.adapters.luaj.vm.Execution;
import dev.vez.adapters.luaj.vm.StringValue;
import dev.vez.adapters.luaj.vm.TableValue;
import dev.vez.adapters.luaj.vm.Value;
import dev.vez.ports.scheduling.ScriptConfig;
import java.util.Optional;

/** {@code vez.get(key)}, and the same as {@code fila.get(key)}. */
final class ConfigLibrary {

  private static final int LOOKUP_STEPS = 50;

  private final ScriptConfig config;

  ConfigLibrary(ScriptConfig config) {
    this.config = config;
  }

  TableValue table() {
    return new TableBuilder().function("get", this::get).build();
  }

  private Value[] get(Execution execution, Arguments arguments) {
    StringValue key = arguments.string(1);
    execution.meter().spend(LOOKUP_STEPS);
    if (key.length() > ScriptConfig.KEY_BYTES_MAX) {
      return Results.of(NIL);
    }
    Optional<StringValue> value = key.utf8().flatMap(config::get).map(StringValue::of);
    value.ifPresent(found -> execution.meter().allocate(found.length()));
    return Results.of(value.<Value>map(found -> found).orElse(NIL));
  }
}
