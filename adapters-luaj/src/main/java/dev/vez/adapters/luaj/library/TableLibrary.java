package dev.vez.adapters.luaj.library;

import static dev.vez.adapters.luaj.vm.NilValue.NIL;

import dev.vez.adapters.luaj.vm.Arguments;
import dev.vez.adapters.luaj.vm.Execution;
import dev.vez.adapters.luaj.vm.NumberValue;
import dev.vez.adapters.luaj.vm.ScriptException;
import dev.vez.adapters.luaj.vm.StringValue;
import dev.vez.adapters.luaj.vm.TableValue;
import dev.vez.adapters.luaj.vm.Value;

/** {@code table}, as in Lua 5.2. */
final class TableLibrary {

  /** Results of one call at most; Lua's own limit is its stack. */
  private static final int RESULTS_MAX = 8_000;

  private static final StringValue COUNT = StringValue.disclosable("n");

  private TableLibrary() {}

  static TableValue table() {
    return new TableBuilder()
        .function("concat", TableLibrary::concat)
        .function("insert", TableLibrary::insert)
        .function("pack", TableLibrary::pack)
        .function("remove", TableLibrary::remove)
        .function("sort", TableLibrary::sort)
        .function("unpack", TableLibrary::unpack)
        .build();
  }

  private static Value[] concat(Execution execution, Arguments arguments) {
    TableValue table = arguments.table(1);
    StringValue separator = arguments.isAbsent(2) ? StringValue.EMPTY : arguments.string(2);
    long from = arguments.integer(3, 1);
    long to = arguments.integer(4, table.length());
    ByteBuilder result = new ByteBuilder(execution.meter());
    for (long index = from; index <= to; index++) {
      execution.meter().spend(1);
      Value value = table.get(NumberValue.of((double) index));
      if (value instanceof NumberValue number) {
        result.append(execution.numberToString(number));
      } else if (value instanceof StringValue string) {
        result.append(string);
      } else {
        throw ScriptException.of(
            "table.concat: an element is a " + value.typeName() + ", not a string or number");
      }
      if (index < to) {
        result.append(separator);
      }
    }
    return Results.of(result.toStringValue());
  }

  private static Value[] insert(Execution execution, Arguments arguments) {
    TableValue table = arguments.table(1);
    int end = table.length() + 1;
    if (arguments.count() == 2) {
      table.set(end, arguments.get(2));
      return Results.none();
    }
    if (arguments.count() != 3) {
      throw ScriptException.of("wrong number of arguments to 'insert'");
    }
    long position = arguments.integer(2);
    if (position < 1 || position > end) {
      throw arguments.bad(2, "position out of bounds");
    }
    execution.meter().spend(2 * (end - position));
    for (int index = end; index > position; index--) {
      table.set(index, table.get(index - 1));
    }
    table.set((int) position, arguments.get(3));
    return Results.none();
  }

  private static Value[] remove(Execution execution, Arguments arguments) {
    TableValue table = arguments.table(1);
    int size = table.length();
    long position = arguments.integer(2, size);
    if (position != size && (position < 1 || position > size + 1L)) {
      throw arguments.bad(2, "position out of bounds");
    }
    int index = (int) position;
    Value removed = table.get(index);
    execution.meter().spend(2L * Math.max(0, size - index));
    for (; index < size; index++) {
      table.set(index, table.get(index + 1));
    }
    table.set(index, NIL);
    return Results.of(removed);
  }

  private static Value[] pack(Execution execution, Arguments arguments) {
    TableValue table = new TableValue(execution.meter(), arguments.count());
    for (int number = 1; number <= arguments.count(); number++) {
      table.set(number, arguments.get(number));
    }
    table.set(COUNT, NumberValue.of(arguments.count()));
    return Results.of(table);
  }

  private static Value[] unpack(Execution execution, Arguments arguments) {
    TableValue table = arguments.table(1);
    long from = arguments.integer(2, 1);
    long to = arguments.integer(3, table.length());
    if (from > to) {
      return Results.none();
    }
    if (to - from < 0 || to - from >= RESULTS_MAX) {
      throw ScriptException.of("too many results to unpack");
    }
    int count = (int) (to - from) + 1;
    execution.meter().allocate(8L * count);
    execution.meter().spend(count);
    Value[] results = new Value[count];
    for (int offset = 0; offset < count; offset++) {
      results[offset] = table.get(NumberValue.of((double) (from + offset)));
    }
    return results;
  }

  private static Value[] sort(Execution execution, Arguments arguments) {
    TableValue table = arguments.table(1);
    Value order = arguments.get(2);
    int size = table.length();
    // Two arrays, the one to be sorted and one to merge into.
    execution.meter().allocate(16L * size);
    execution.meter().spend(2L * size);
    Value[] values = new Value[size];
    for (int index = 0; index < size; index++) {
      values[index] = table.get(index + 1);
    }
    new MergeSort(execution, order, size).sort(values);
    for (int index = 0; index < size; index++) {
      table.set(index + 1, values[index]);
    }
    execution.meter().release(16L * size);
    return Results.none();
  }
}
