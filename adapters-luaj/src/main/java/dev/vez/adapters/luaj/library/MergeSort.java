package dev.vez.adapters.luaj.library;

import dev.vez.adapters.luaj.vm.Execution;
import dev.vez.adapters.luaj.vm.NilValue;
import dev.vez.adapters.luaj.vm.Operators;
import dev.vez.adapters.luaj.vm.Value;
import java.util.Arrays;

/**
 * Sorts with an order that a script gives. Merging takes n log n comparisons whatever the order
 * answers, where other ways loop or run out of bounds on an order that contradicts itself.
 */
final class MergeSort {

  private final Execution execution;
  private final Value order;
  private final Value[] spare;

  /**
   * A sort.
   *
   * @param order a function, or nil for {@code <}
   * @param size of what will be sorted
   */
  MergeSort(Execution execution, Value order, int size) {
    this.execution = execution;
    this.order = order;
    this.spare = new Value[size];
    Arrays.fill(spare, NilValue.NIL);
  }

  void sort(Value[] values) {
    int size = values.length;
    for (int width = 1; width < size; width *= 2) {
      for (int from = 0; from < size; from += 2 * width) {
        merge(values, from, Math.min(from + width, size), Math.min(from + 2 * width, size));
      }
      System.arraycopy(spare, 0, values, 0, size);
    }
  }

  private void merge(Value[] values, int from, int middle, int to) {
    int left = from;
    int right = middle;
    for (int at = from; at < to; at++) {
      execution.meter().spend(1);
      boolean takeRight = left == middle || (right < to && isBefore(values[right], values[left]));
      spare[at] = takeRight ? values[right++] : values[left++];
    }
  }

  private boolean isBefore(Value one, Value other) {
    return order.isNil()
        ? Operators.lessThan(execution, one, other)
        : execution.callForOne(order, one, other).isTruthy();
  }
}
