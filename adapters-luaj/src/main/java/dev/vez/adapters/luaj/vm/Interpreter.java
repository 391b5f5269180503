package dev.vez.adapters.luaj.vm;

import static dev.vez.adapters.luaj.vm.ArithmeticOperator.ADD;
import static dev.vez.adapters.luaj.vm.ArithmeticOperator.DIV;
import static dev.vez.adapters.luaj.vm.ArithmeticOperator.MOD;
import static dev.vez.adapters.luaj.vm.ArithmeticOperator.MUL;
import static dev.vez.adapters.luaj.vm.ArithmeticOperator.POW;
import static dev.vez.adapters.luaj.vm.ArithmeticOperator.SUB;
import static dev.vez.adapters.luaj.vm.Execution.NOTHING;
import static dev.vez.adapters.luaj.vm.NilValue.NIL;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.Lua;

/**
 * Runs the instructions of Lua 5.2 ("The Implementation of Lua 5.0", Ierusalimschy et al. 2005, and
 * {@code lopcodes.h} of 5.2). Each costs a step; what one of them can make expensive, a
 * concatenation or a comparison of long strings, costs as much more as it takes.
 */
final class Interpreter {

  private static final int CONSTANT = 0x100;
  private static final int JUMP_BIAS = 0x1ffff;
  private static final int FRAME_SHIFT = 3;
  private static final int CALL_STEPS = 3;

  private final Execution execution;
  private final Meter meter;

  Interpreter(Execution execution, Meter meter) {
    this.execution = execution;
    this.meter = meter;
  }

  /** Calls a function with its arguments in an array. */
  Value[] call(Closure closure, Value[] arguments) {
    return call(closure, arguments, 0, arguments.length);
  }

  /** Calls a function with its arguments in a part of an array. */
  private Value[] call(Closure closure, Value[] source, int from, int count) {
    meter.enter();
    try {
      Prototype prototype = closure.prototype();
      Value[] frame = prototype.newFrame();
      meter.spend(CALL_STEPS + (frame.length >> FRAME_SHIFT));
      int fixed = Math.min(count, prototype.parameters());
      System.arraycopy(source, from, frame, 0, fixed);
      return new Frame(closure, frame, surplus(prototype, source, from, count)).run();
    } finally {
      meter.leave();
    }
  }

  /** Arguments beyond the fixed parameters, for {@code ...}. */
  private Value[] surplus(Prototype prototype, Value[] source, int from, int count) {
    if (!prototype.isVararg() || count <= prototype.parameters()) {
      return NOTHING;
    }
    return slice(source, from + prototype.parameters(), from + count);
  }

  private Value[] slice(Value[] source, int from, int to) {
    if (from >= to) {
      return NOTHING;
    }
    meter.allocate(8L * (to - from));
    return Arrays.copyOfRange(source, from, to);
  }

  /** A function at work. A tail call replaces the function and keeps the frame object. */
  private final class Frame {

    private Closure closure;
    private Prototype prototype;
    private Value[] registers;
    private Value[] varargs;
    private @Nullable Cell @Nullable [] cells;

    /** The instruction at work. */
    private int at;

    /**
     * Values whose number is known only at run time: all results of a call, or {@code ...}. They
     * follow the registers below {@link #openAt}, without being copied there.
     */
    private Value[] open = NOTHING;

    private int openAt;

    Frame(Closure closure, Value[] registers, Value[] varargs) {
      this.closure = closure;
      this.prototype = closure.prototype();
      this.registers = registers;
      this.varargs = varargs;
    }

    Value[] run() {
      try {
        return execute();
      } catch (ScriptException e) {
        Value culprit = e.culprit();
        if (culprit != null) {
          String name = OperandNames.find(prototype, at, closure, registers, culprit);
          if (name != null) {
            e.name(name);
          }
        }
        e.leaves(prototype.line(at));
        throw e;
      } catch (LimitException e) {
        e.passes(prototype.line(at));
        throw e;
      } finally {
        releaseCells(0);
      }
    }

    private Value[] execute() {
      int[] code = prototype.code;
      Value[] constants = prototype.constants;
      Value[] stack = registers;
      int pc = 0;
      while (true) {
        meter.step();
        at = pc; // for the line of an error
        int i = code[pc++];
        int a = (i >> 6) & 0xff;
        switch (i & 0x3f) {
          case Lua.OP_MOVE -> stack[a] = stack[i >>> 23];
          case Lua.OP_LOADK -> stack[a] = constants[i >>> 14];
          case Lua.OP_LOADBOOL -> {
            stack[a] = BooleanValue.of(i >>> 23 != 0);
            if ((i & (0x1ff << 14)) != 0) {
              pc++;
            }
          }
          case Lua.OP_LOADNIL -> Arrays.fill(stack, a, a + (i >>> 23) + 1, NIL);
          case Lua.OP_GETUPVAL -> stack[a] = closure.captured(i >>> 23).get();
          case Lua.OP_GETTABUP ->
              stack[a] = execution.index(closure.captured(i >>> 23).get(), c(i, stack, constants));
          case Lua.OP_GETTABLE ->
              stack[a] = execution.index(stack[i >>> 23], c(i, stack, constants));
          case Lua.OP_SETTABUP ->
              execution.setIndex(
                  closure.captured(a).get(), b(i, stack, constants), c(i, stack, constants));
          case Lua.OP_SETUPVAL -> closure.captured(i >>> 23).set(stack[a]);
          case Lua.OP_SETTABLE ->
              execution.setIndex(stack[a], b(i, stack, constants), c(i, stack, constants));
          case Lua.OP_NEWTABLE -> stack[a] = new TableValue(meter, roomFor(i >>> 23));
          case Lua.OP_SELF -> {
            Value self = stack[i >>> 23];
            Value method = execution.index(self, c(i, stack, constants));
            stack[a + 1] = self;
            stack[a] = method;
          }
          case Lua.OP_ADD -> {
            Value left = b(i, stack, constants);
            Value right = c(i, stack, constants);
            stack[a] =
                left instanceof NumberValue x && right instanceof NumberValue y
                    ? NumberValue.of(x.value() + y.value())
                    : Operators.arithmetic(execution, ADD, left, right);
          }
          case Lua.OP_SUB -> {
            Value left = b(i, stack, constants);
            Value right = c(i, stack, constants);
            stack[a] =
                left instanceof NumberValue x && right instanceof NumberValue y
                    ? NumberValue.of(x.value() - y.value())
                    : Operators.arithmetic(execution, SUB, left, right);
          }
          case Lua.OP_MUL -> arithmetic(MUL, i, a, stack, constants);
          case Lua.OP_DIV -> arithmetic(DIV, i, a, stack, constants);
          case Lua.OP_MOD -> arithmetic(MOD, i, a, stack, constants);
          case Lua.OP_POW -> arithmetic(POW, i, a, stack, constants);
          case Lua.OP_UNM -> stack[a] = Operators.negate(execution, stack[i >>> 23]);
          case Lua.OP_NOT -> stack[a] = BooleanValue.of(!stack[i >>> 23].isTruthy());
          case Lua.OP_LEN -> stack[a] = Operators.length(execution, stack[i >>> 23]);
          case Lua.OP_CONCAT ->
              stack[a] = Operators.concatenate(execution, stack, i >>> 23, (i >> 14) & 0x1ff);
          case Lua.OP_JMP -> {
            pc += (i >>> 14) - JUMP_BIAS;
            if (a > 0) {
              releaseCells(a - 1);
            }
          }
          case Lua.OP_EQ -> {
            if (Operators.equal(execution, b(i, stack, constants), c(i, stack, constants))
                != (a != 0)) {
              pc++;
            }
          }
          case Lua.OP_LT -> {
            if (Operators.lessThan(execution, b(i, stack, constants), c(i, stack, constants))
                != (a != 0)) {
              pc++;
            }
          }
          case Lua.OP_LE -> {
            if (Operators.lessOrEqual(execution, b(i, stack, constants), c(i, stack, constants))
                != (a != 0)) {
              pc++;
            }
          }
          case Lua.OP_TEST -> {
            if (stack[a].isTruthy() != ((i & (0x1ff << 14)) != 0)) {
              pc++;
            }
          }
          case Lua.OP_TESTSET -> {
            Value tested = stack[i >>> 23];
            if (tested.isTruthy() != ((i & (0x1ff << 14)) != 0)) {
              pc++;
            } else {
              stack[a] = tested;
            }
          }
          case Lua.OP_CALL -> {
            Value[] results = invoke(a, i >>> 23);
            int wanted = ((i >> 14) & 0x1ff) - 1;
            if (wanted < 0) {
              open = results;
              openAt = a;
            } else {
              spread(results, stack, a, wanted);
            }
          }
          case Lua.OP_TAILCALL -> {
            if (!(stack[a] instanceof Closure next)) {
              return invoke(a, i >>> 23);
            }
            replaceBy(next, arguments(a, i >>> 23));
            code = prototype.code;
            constants = prototype.constants;
            stack = registers;
            pc = 0;
          }
          case Lua.OP_RETURN -> {
            return results(a, i >>> 23);
          }
          case Lua.OP_FORLOOP -> {
            if (stepsOn(a)) {
              pc += (i >>> 14) - JUMP_BIAS;
            }
          }
          case Lua.OP_FORPREP -> {
            prepareLoop(a);
            pc += (i >>> 14) - JUMP_BIAS;
          }
          case Lua.OP_TFORCALL -> {
            Value[] results = execution.call(stack[a], stack[a + 1], stack[a + 2]);
            spread(results, stack, a + 3, (i >> 14) & 0x1ff);
          }
          case Lua.OP_TFORLOOP -> {
            if (!stack[a + 1].isNil()) {
              stack[a] = stack[a + 1];
              pc += (i >>> 14) - JUMP_BIAS;
            }
          }
          case Lua.OP_SETLIST -> {
            int block = (i >> 14) & 0x1ff;
            setList(a, i >>> 23, block == 0 ? code[pc++] : block);
          }
          case Lua.OP_CLOSURE -> stack[a] = close(prototype.children[i >>> 14]);
          case Lua.OP_VARARG -> {
            int wanted = (i >>> 23) - 1;
            if (wanted < 0) {
              open = varargs;
              openAt = a;
            } else {
              spread(varargs, stack, a, wanted);
            }
          }
          default -> throw new IllegalStateException("Unknown opcode " + (i & 0x3f));
        }
      }
    }

    private static Value b(int i, Value[] stack, Value[] constants) {
      int b = i >>> 23;
      return b >= CONSTANT ? constants[b & 0xff] : stack[b];
    }

    private static Value c(int i, Value[] stack, Value[] constants) {
      int c = (i >> 14) & 0x1ff;
      return c >= CONSTANT ? constants[c & 0xff] : stack[c];
    }

    private void arithmetic(
        ArithmeticOperator operator, int i, int a, Value[] stack, Value[] constants) {
      stack[a] =
          Operators.arithmetic(execution, operator, b(i, stack, constants), c(i, stack, constants));
    }

    /** Calls the value in register {@code a}; {@code b} is the operand that counts arguments. */
    private Value[] invoke(int a, int b) {
      Value callee = registers[a];
      if (b > 0 && callee instanceof Closure called) {
        return call(called, registers, a + 1, b - 1);
      }
      return execution.call(callee, arguments(a, b));
    }

    private Value[] arguments(int a, int b) {
      if (b > 0) {
        return b == 1 ? NOTHING : Arrays.copyOfRange(registers, a + 1, a + b);
      }
      return withOpen(a + 1);
    }

    private Value[] results(int a, int b) {
      if (b == 1) {
        return NOTHING;
      }
      return b > 0 ? Arrays.copyOfRange(registers, a, a + b - 1) : withOpen(a);
    }

    /** Registers from {@code from} on, then the open values. */
    private Value[] withOpen(int from) {
      Value[] tail = open;
      open = NOTHING;
      int fixed = openAt - from;
      if (fixed == 0) {
        return tail;
      }
      meter.allocate(8L * (fixed + tail.length));
      Value[] all = Arrays.copyOfRange(registers, from, openAt + tail.length);
      System.arraycopy(tail, 0, all, fixed, tail.length);
      return all;
    }

    private void replaceBy(Closure next, Value[] arguments) {
      releaseCells(0);
      cells = null;
      closure = next;
      prototype = next.prototype();
      registers = prototype.newFrame();
      meter.spend(CALL_STEPS + (registers.length >> FRAME_SHIFT));
      System.arraycopy(
          arguments, 0, registers, 0, Math.min(arguments.length, prototype.parameters()));
      varargs = surplus(prototype, arguments, 0, arguments.length);
      at = 0;
    }

    private void prepareLoop(int a) {
      double start = loopNumber(a, "initial value");
      double limit = loopNumber(a + 1, "limit");
      double step = loopNumber(a + 2, "step");
      registers[a] = NumberValue.of(start - step);
      registers[a + 1] = NumberValue.of(limit);
      registers[a + 2] = NumberValue.of(step);
    }

    private double loopNumber(int register, String what) {
      Value value = registers[register];
      double number = execution.toNumber(value);
      if (Double.isNaN(number) && !(value instanceof NumberValue)) {
        throw ScriptException.of("'for' " + what + " must be a number");
      }
      return number;
    }

    /** Advances a numeric loop; false when it is over. */
    private boolean stepsOn(int a) {
      double step = ((NumberValue) registers[a + 2]).value();
      double limit = ((NumberValue) registers[a + 1]).value();
      double next = ((NumberValue) registers[a]).value() + step;
      if (step > 0 ? next <= limit : limit <= next) {
        NumberValue value = NumberValue.of(next);
        registers[a] = value;
        registers[a + 3] = value;
        return true;
      }
      return false;
    }

    private void setList(int a, int b, int block) {
      TableValue table = (TableValue) registers[a];
      int index = (block - 1) * Lua.LFIELDS_PER_FLUSH;
      int last = b > 0 ? a + b : openAt - 1;
      for (int register = a + 1; register <= last; register++) {
        table.set(++index, registers[register]);
      }
      if (b == 0) {
        meter.spend(open.length);
        for (Value value : open) {
          table.set(++index, value);
        }
        open = NOTHING;
      }
    }

    private Closure close(Prototype child) {
      int size = child.captures.length;
      meter.allocate(Closure.OVERHEAD_BYTES + (long) Closure.CAPTURE_BYTES * size);
      Cell[] captured = new Cell[size];
      for (int at = 0; at < size; at++) {
        Prototype.Capture capture = child.captures[at];
        captured[at] =
            capture.inFrame() ? cell(capture.index()) : closure.captured(capture.index());
      }
      return new Closure(child, captured);
    }

    /** The cell of a register, so that all closures that capture it share one. */
    private Cell cell(int register) {
      @Nullable Cell[] inUse = cells;
      if (inUse == null) {
        inUse = new @Nullable Cell[registers.length];
        cells = inUse;
      }
      Cell cell = inUse[register];
      if (cell == null) {
        meter.allocate(Cell.BYTES);
        cell = Cell.inFrame(registers, register);
        inUse[register] = cell;
      }
      return cell;
    }

    private void releaseCells(int from) {
      @Nullable Cell[] inUse = cells;
      if (inUse == null) {
        return;
      }
      for (int register = from; register < inUse.length; register++) {
        Cell cell = inUse[register];
        if (cell != null) {
          cell.leaveFrame();
          inUse[register] = null;
        }
      }
    }

    /** Puts results into registers, nil where there are too few. */
    private static void spread(Value[] results, Value[] stack, int to, int wanted) {
      if (results.length == 1 && wanted == 1) {
        stack[to] = results[0];
        return;
      }
      int given = Math.min(results.length, wanted);
      System.arraycopy(results, 0, stack, to, given);
      Arrays.fill(stack, to + given, to + wanted, NIL);
    }
  }

  /**
   * Decodes the size hint of a table constructor, a number of five bits exponent and three more.
   */
  private static int roomFor(int hint) {
    int exponent = (hint >> 3) & 0x1f;
    if (exponent == 0) {
      return hint;
    }
    return exponent > 24 ? Integer.MAX_VALUE : ((hint & 7) + 8) << (exponent - 1);
  }
}
