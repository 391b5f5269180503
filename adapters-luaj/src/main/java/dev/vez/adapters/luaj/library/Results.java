package dev.vez.adapters.luaj.library;

import dev.vez.adapters.luaj.vm.Execution;
import dev.vez.adapters.luaj.vm.NumberValue;
import dev.vez.adapters.luaj.vm.Value;

/** Short forms for what functions return. */
final class Results {

  private Results() {}

  static Value[] none() {
    return Execution.NOTHING;
  }

  static Value[] of(Value... values) {
    return values;
  }

  static Value[] of(double number) {
    return new Value[] {NumberValue.of(number)};
  }
}
