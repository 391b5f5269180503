package dev.vez.domain.machine;

import org.jspecify.annotations.Nullable;

/**
 * A doubly linked list whose links its members own, so that joining, leaving and moving to the end
 * cost O(1) and no look-up.
 *
 * @param <T> the members
 */
final class Ring<T> {

  private @Nullable Link<T> first;
  private @Nullable Link<T> last;
  private int size;

  boolean isEmpty() {
    return first == null;
  }

  int size() {
    return size;
  }

  @Nullable T peekFirst() {
    return first == null ? null : first.member;
  }

  @Nullable T peekLast() {
    return last == null ? null : last.member;
  }

  /** The member after {@code link}, null at the end. */
  @Nullable T after(Link<T> link) {
    return link.next == null ? null : link.next.member;
  }

  void addLast(Link<T> link) {
    checkFree(link);
    link.ring = this;
    link.previous = last;
    if (last == null) {
      first = link;
    } else {
      last.next = link;
    }
    last = link;
    size++;
  }

  void remove(Link<T> link) {
    if (link.ring != this) {
      throw new IllegalStateException("Expected a member of this ring");
    }
    if (link.previous == null) {
      first = link.next;
    } else {
      link.previous.next = link.next;
    }
    if (link.next == null) {
      last = link.previous;
    } else {
      link.next.previous = link.previous;
    }
    link.previous = null;
    link.next = null;
    link.ring = null;
    size--;
  }

  void moveToEnd(Link<T> link) {
    if (link != last) {
      remove(link);
      addLast(link);
    }
  }

  private void checkFree(Link<T> link) {
    if (link.ring != null) {
      throw new IllegalStateException("Expected a link that is in no ring");
    }
  }

  /** A member's place in a ring. */
  static final class Link<T> {
    private final T member;
    private @Nullable Ring<T> ring;
    private @Nullable Link<T> previous;
    private @Nullable Link<T> next;

    Link(T member) {
      this.member = member;
    }

    boolean isInRing() {
      return ring != null;
    }
  }
}
