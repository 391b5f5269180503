package dev.vez.adapters.luaj.library;

import dev.vez.adapters.luaj.vm.Builtin;
import dev.vez.adapters.luaj.vm.Meter;
import dev.vez.adapters.luaj.vm.StringValue;
import dev.vez.adapters.luaj.vm.TableValue;
import dev.vez.adapters.luaj.vm.Value;

/** Fills a table of the library. */
final class TableBuilder {

  private final TableValue table =
      new TableValue(new Meter(Long.MAX_VALUE, "", Long.MAX_VALUE, ""));

  TableBuilder function(String name, Builtin.Body body) {
    return value(name, new Builtin(name, body));
  }

  TableBuilder value(String name, Value value) {
    table.set(StringValue.disclosable(name), value);
    return this;
  }

  /** The table, read-only. */
  TableValue build() {
    return table.freeze();
  }
}
