package dev.vez.adapters.luaj.vm;

import java.util.Arrays;
import java.util.List;

/** The code of one Lua function; immutable, shared by all runs. */
public final class Prototype {

  /**
   * A variable that the function captures when it is made.
   *
   * @param name its name
   * @param inFrame whether it is a register of the enclosing function, or else one that that
   *     function has captured itself
   * @param index of the register or the captured variable
   */
  public record Capture(String name, boolean inFrame, int index) {}

  /**
   * A local variable.
   *
   * @param name its name
   * @param from first instruction at which it is visible
   * @param to first instruction at which it no longer is
   */
  public record Local(String name, int from, int to) {}

  /**
   * What a function's frame looks like.
   *
   * @param parameters fixed parameters
   * @param isVararg whether it takes further ones
   * @param registers size of its frame
   */
  public record Shape(int parameters, boolean isVararg, int registers) {}

  final int[] code;
  final Value[] constants;
  final Prototype[] children;
  final Capture[] captures;
  private final int[] lines;
  private final List<Local> locals;
  private final Shape shape;
  private final Value[] emptyFrame;

  /**
   * A function.
   *
   * @param code instructions of Lua 5.2
   * @param lines line of each instruction
   */
  public Prototype(
      Shape shape,
      int[] code,
      int[] lines,
      Value[] constants,
      List<Prototype> children,
      List<Capture> captures,
      List<Local> locals) {
    this.shape = shape;
    this.code = code;
    this.lines = lines;
    this.constants = constants;
    this.children = children.toArray(Prototype[]::new);
    this.captures = captures.toArray(Capture[]::new);
    this.locals = List.copyOf(locals);
    this.emptyFrame = new Value[shape.registers()];
    Arrays.fill(emptyFrame, NilValue.NIL);
  }

  Value[] newFrame() {
    return emptyFrame.clone();
  }

  int parameters() {
    return shape.parameters();
  }

  boolean isVararg() {
    return shape.isVararg();
  }

  /** Line of an instruction; 0 where it is not known. */
  int line(int pc) {
    return pc >= 0 && pc < lines.length ? lines[pc] : 0;
  }

  List<Local> locals() {
    return locals;
  }
}
