package dev.vez.adapters.luaj.library;

import dev.vez.adapters.luaj.vm.Meter;
import dev.vez.adapters.luaj.vm.StringValue;
import dev.vez.adapters.luaj.vm.TableValue;
import dev.vez.ports.scheduling.ScriptConfig;

/** All that a script finds in its globals. Shared by all runs; what is in it is read-only. */
public final class Library {

  private static final StringValue GLOBALS = StringValue.disclosable("_G");

  private final TableValue strings = StringLibrary.table();
  private final TableValue globals;

  /**
   * A library.
   *
   * @param config what {@code vez.get} reads
   */
  public Library(ScriptConfig config) {
    TableValue configTable = new ConfigLibrary(config).table();
    TableBuilder builder = new TableBuilder();
    BaseLibrary.addTo(builder);
    globals =
        builder
            .value("math", MathLibrary.table())
            .value("string", strings)
            .value("table", TableLibrary.table())
            .value("vez", configTable)
            .value("fila", configTable)
            .build();
  }

  /** Where methods of strings are looked up. */
  public TableValue stringMethods() {
    return strings;
  }

  /** Globals of a run of their own: what a script puts there ends with the run. */
  public TableValue newGlobals(Meter meter) {
    TableValue copy = globals.copy(meter);
    copy.set(GLOBALS, copy);
    return copy;
  }
}
