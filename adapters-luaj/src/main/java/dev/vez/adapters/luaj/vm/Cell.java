package dev.vez.adapters.luaj.vm;

/**
 * A variable that closures have captured. While its block runs it lives in the frame, so that the
 * frame and the closures see one value; when the block ends it moves out, so that a closure does
 * not keep a whole frame alive.
 */
final class Cell {

  /** What a cell costs. */
  static final int BYTES = 40;

  private Value[] slots;
  private int index;

  private Cell(Value[] slots, int index) {
    this.slots = slots;
    this.index = index;
  }

  static Cell inFrame(Value[] frame, int register) {
    return new Cell(frame, register);
  }

  static Cell holding(Value value) {
    return new Cell(new Value[] {value}, 0);
  }

  Value get() {
    return slots[index];
  }

  void set(Value value) {
    slots[index] = value;
  }

  void leaveFrame() {
    slots = new Value[] {slots[index]};
    index = 0;
  }
}
