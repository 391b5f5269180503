package dev.vez.adapters.luaj.vm;

import static org.luaj.vm2.Lua.GETARG_A;
import static org.luaj.vm2.Lua.GETARG_B;
import static org.luaj.vm2.Lua.GETARG_Bx;
import static org.luaj.vm2.Lua.GETARG_C;
import static org.luaj.vm2.Lua.GETARG_sBx;
import static org.luaj.vm2.Lua.GET_OPCODE;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.Lua;

/**
 * Finds what a script calls a value, by going over the code that loaded it: {@code field 'x'} says
 * more than {@code a nil value}. Names come from the script alone.
 */
final class OperandNames {

  private static final int CONSTANT = 0x100;

  private final Prototype prototype;
  private final int pc;

  private OperandNames(Prototype prototype, int pc) {
    this.prototype = prototype;
    this.pc = pc;
  }

  /** Name of an operand of the instruction at {@code pc}, null where it has none. */
  static @Nullable String find(
      Prototype prototype, int pc, Closure closure, Value[] frame, Value operand) {
    OperandNames names = new OperandNames(prototype, pc);
    int instruction = prototype.code[pc];
    return switch (GET_OPCODE(instruction)) {
      case Lua.OP_GETTABUP -> names.capturedName(closure, GETARG_B(instruction), operand);
      case Lua.OP_SETTABUP -> names.capturedName(closure, GETARG_A(instruction), operand);
      case Lua.OP_SETTABLE, Lua.OP_CALL, Lua.OP_TAILCALL ->
          names.ifHolds(frame, GETARG_A(instruction), operand);
      case Lua.OP_CONCAT ->
          names.inRange(frame, GETARG_B(instruction), GETARG_C(instruction), operand);
      default -> {
        String name = names.ifHolds(frame, GETARG_B(instruction), operand);
        yield name != null ? name : names.ifHolds(frame, GETARG_C(instruction), operand);
      }
    };
  }

  private @Nullable String capturedName(Closure closure, int index, Value operand) {
    return Value.areIdentical(closure.captured(index).get(), operand)
        ? "upvalue '" + prototype.captures[index].name() + "'"
        : null;
  }

  private @Nullable String inRange(Value[] frame, int first, int last, Value operand) {
    for (int register = last; register >= first; register--) {
      String name = ifHolds(frame, register, operand);
      if (name != null) {
        return name;
      }
    }
    return null;
  }

  private @Nullable String ifHolds(Value[] frame, int register, Value operand) {
    return register < frame.length && Value.areIdentical(frame[register], operand)
        ? nameOf(register, pc)
        : null;
  }

  private @Nullable String nameOf(int register, int before) {
    String local = localName(register, before);
    if (local != null) {
      return "local '" + local + "'";
    }
    int setter = setterOf(register, before);
    if (setter < 0) {
      return null;
    }
    int instruction = prototype.code[setter];
    return switch (GET_OPCODE(instruction)) {
      case Lua.OP_MOVE ->
          GETARG_B(instruction) < GETARG_A(instruction)
              ? nameOf(GETARG_B(instruction), setter)
              : null;
      case Lua.OP_GETTABUP -> {
        boolean global = prototype.captures[GETARG_B(instruction)].name().equals("_ENV");
        yield field(global ? "global" : "field", GETARG_C(instruction));
      }
      case Lua.OP_GETTABLE -> field("field", GETARG_C(instruction));
      case Lua.OP_SELF -> field("method", GETARG_C(instruction));
      case Lua.OP_GETUPVAL -> "upvalue '" + prototype.captures[GETARG_B(instruction)].name() + "'";
      case Lua.OP_LOADK ->
          prototype.constants[GETARG_Bx(instruction)] instanceof StringValue
              ? "a string constant"
              : null;
      default -> null;
    };
  }

  private @Nullable String field(String kind, int key) {
    if (key < CONSTANT) {
      return null;
    }
    return prototype.constants[key & 0xff] instanceof StringValue name
        ? kind + " '" + name.text() + "'"
        : null;
  }

  private @Nullable String localName(int register, int at) {
    int left = register;
    for (Prototype.Local local : prototype.locals()) {
      if (local.from() > at) {
        return null;
      }
      if (at < local.to() && left-- == 0) {
        return local.name();
      }
    }
    return null;
  }

  /** The instruction that last set a register, -1 where a jump leaves it open which one did. */
  private int setterOf(int register, int before) {
    int setter = -1;
    int jumpTarget = 0;
    for (int at = 0; at < before; at++) {
      int instruction = prototype.code[at];
      int a = GETARG_A(instruction);
      int opcode = GET_OPCODE(instruction);
      boolean sets;
      switch (opcode) {
        case Lua.OP_LOADNIL -> sets = a <= register && register <= a + GETARG_B(instruction);
        case Lua.OP_TFORCALL -> sets = register >= a + 2;
        case Lua.OP_CALL, Lua.OP_TAILCALL -> sets = register >= a;
        case Lua.OP_JMP -> {
          sets = false;
          int target = at + 1 + GETARG_sBx(instruction);
          if (at < target && target <= before) {
            jumpTarget = Math.max(jumpTarget, target);
          }
        }
        case Lua.OP_TEST -> sets = register == a;
        default -> sets = register == a && Lua.testAMode(opcode);
      }
      if (sets) {
        setter = at < jumpTarget ? -1 : at;
      }
      if (opcode == Lua.OP_SETLIST && GETARG_C(instruction) == 0) {
        at++; // the next word is a number, not an instruction
      }
    }
    return setter;
  }
}
