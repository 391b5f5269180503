package dev.vez.domain.machine;

import org.jspecify.annotations.Nullable;

/**
 * A doubly linked list whose members are its links, so that joining, leaving and moving to the end
 * cost O(1), no look-up and no object.
 *
 * @param <T> the members, each of which can be in one ring of its type at a time
 */
final class Ring<T extends Ring.Link<T>> {

  private @Nullable T first;
  private @Nullable T last;
  private int size;

  boolean isEmpty() {
    return first == null;
  }

  int size() {
    return size;
  }

  @Nullable T peekFirst() {
    return first;
  }

  @Nullable T peekLast() {
    return last;
  }

  /** The member after another, null at the end. */
  @Nullable T after(T member) {
    return member.next;
  }

  void addLast(T member) {
    if (member.memberOf != null) {
      throw new IllegalStateException("Expected a member of no ring");
    }
    member.memberOf = this;
    T before = last;
    member.previous = before;
    if (before == null) {
      first = member;
    } else {
      before.next = member;
    }
    last = member;
    size++;
  }

  void remove(T member) {
    if (member.memberOf != this) {
      throw new IllegalStateException("Expected a member of this ring");
    }
    T before = member.previous;
    T behind = member.next;
    if (before == null) {
      first = behind;
    } else {
      before.next = behind;
    }
    if (behind == null) {
      last = before;
    } else {
      behind.previous = before;
    }
    member.previous = null;
    member.next = null;
    member.memberOf = null;
    size--;
  }

  void moveToEnd(T member) {
    if (member.memberOf != this || member.next != null) {
      remove(member);
      addLast(member);
    }
  }

  /**
   * What a member inherits: its place in a ring.
   *
   * @param <T> the member itself
   */
  abstract static class Link<T extends Link<T>> {
    @Nullable Ring<T> memberOf;
    @Nullable T previous;
    @Nullable T next;

    final boolean isInRing() {
      return memberOf != null;
    }
  }
}
