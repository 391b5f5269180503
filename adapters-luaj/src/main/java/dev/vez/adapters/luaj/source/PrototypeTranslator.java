package dev.vez.adapters.luaj.source;

import dev.vez.adapters.luaj.vm.BooleanValue;
import dev.vez.adapters.luaj.vm.NilValue;
import dev.vez.adapters.luaj.vm.NumberValue;
import dev.vez.adapters.luaj.vm.Prototype;
import dev.vez.adapters.luaj.vm.StringValue;
import dev.vez.adapters.luaj.vm.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.luaj.vm2.LocVars;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Upvaldesc;

/** Turns what LuaJ's compiler made into what our interpreter runs. */
final class PrototypeTranslator {

  /** One object per string, so that looking up a field mostly compares references. */
  private final Map<StringValue, StringValue> strings = new HashMap<>();

  private PrototypeTranslator() {}

  static Prototype translate(org.luaj.vm2.Prototype main) {
    return new PrototypeTranslator().function(main);
  }

  private Prototype function(org.luaj.vm2.Prototype from) {
    List<Prototype> children = new ArrayList<>();
    for (org.luaj.vm2.Prototype child : from.p) {
      children.add(function(child));
    }
    return new Prototype(
        new Prototype.Shape(from.numparams, from.is_vararg != 0, from.maxstacksize),
        from.code,
        from.lineinfo,
        Arrays.stream(from.k).map(this::constant).toArray(Value[]::new),
        children,
        Arrays.stream(from.upvalues).map(PrototypeTranslator::capture).toList(),
        Arrays.stream(from.locvars).map(PrototypeTranslator::local).toList());
  }

  private Value constant(LuaValue constant) {
    return switch (constant.type()) {
      case LuaValue.TNUMBER -> NumberValue.of(constant.todouble());
      case LuaValue.TSTRING -> string(constant.checkstring());
      case LuaValue.TBOOLEAN -> BooleanValue.of(constant.toboolean());
      case LuaValue.TNIL -> NilValue.NIL;
      default -> throw new IllegalStateException("No constant is a " + constant.typename());
    };
  }

  private StringValue string(LuaString string) {
    StringValue value =
        StringValue.disclosable(
            Arrays.copyOfRange(string.m_bytes, string.m_offset, string.m_offset + string.m_length));
    StringValue known = strings.putIfAbsent(value, value);
    return known == null ? value : known;
  }

  private static Prototype.Capture capture(Upvaldesc upvalue) {
    return new Prototype.Capture(String.valueOf(upvalue.name), upvalue.instack, upvalue.idx & 0xff);
  }

  private static Prototype.Local local(LocVars local) {
    return new Prototype.Local(String.valueOf(local.varname), local.startpc, local.endpc);
  }
}
