package dev.vez.adapters.luaj.library;

import dev.vez.adapters.luaj.vm.BooleanValue;
import dev.vez.adapters.luaj.vm.FunctionValue;
import dev.vez.adapters.luaj.vm.NilValue;
import dev.vez.adapters.luaj.vm.NumberValue;
import dev.vez.adapters.luaj.vm.StringValue;
import dev.vez.adapters.luaj.vm.TableValue;
import dev.vez.adapters.luaj.vm.Value;

/** Names of types as strings made once. */
final class TypeName {

  private static final StringValue NIL = StringValue.disclosable("nil");
  private static final StringValue BOOLEAN = StringValue.disclosable("boolean");
  private static final StringValue NUMBER = StringValue.disclosable("number");
  private static final StringValue STRING = StringValue.disclosable("string");
  private static final StringValue TABLE = StringValue.disclosable("table");
  private static final StringValue FUNCTION = StringValue.disclosable("function");

  private TypeName() {}

  static StringValue of(Value value) {
    return switch (value) {
      case NilValue nil -> NIL;
      case BooleanValue bool -> BOOLEAN;
      case NumberValue number -> NUMBER;
      case StringValue string -> STRING;
      case TableValue table -> TABLE;
      case FunctionValue function -> FUNCTION;
    };
  }
}
