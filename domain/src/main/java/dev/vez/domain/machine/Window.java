package dev.vez.domain.machine;

import dev.vez.domain.id.Place;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The messages of a flow that are in memory, in order of place. */
final class Window extends Ring.Link<Window> {

  final Flow flow;

  private @Nullable WindowItem first;
  private @Nullable WindowItem last;
  private int size;

  /** Bytes that it is accounted for. */
  long bytes;

  Window(Flow flow) {
    this.flow = flow;
  }

  boolean isEmpty() {
    return first == null;
  }

  int size() {
    return size;
  }

  @Nullable WindowItem peekFirst() {
    return first;
  }

  WindowItem getFirst() {
    if (first == null) {
      throw new NoSuchElementException("Expected a message in the window");
    }
    return first;
  }

  @Nullable WindowItem peekLast() {
    return last;
  }

  void addLast(WindowItem item) {
    item.next = null;
    if (last == null) {
      first = item;
    } else {
      last.next = item;
    }
    last = item;
    size++;
  }

  /** Adds a message before those of later places; its cost grows with those of earlier ones. */
  void insert(WindowItem item) {
    Place place = item.place();
    WindowItem before = null;
    WindowItem behind = first;
    while (behind != null && behind.place().compareTo(place) < 0) {
      before = behind;
      behind = behind.next;
    }
    item.next = behind;
    if (before == null) {
      first = item;
    } else {
      before.next = item;
    }
    if (behind == null) {
      last = item;
    }
    size++;
  }

  WindowItem removeFirst() {
    WindowItem item = getFirst();
    first = item.next;
    if (first == null) {
      last = null;
    }
    item.next = null;
    size--;
    return item;
  }

  void clear() {
    first = null;
    last = null;
    size = 0;
  }
}
