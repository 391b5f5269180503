package dev.vez.domain.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** A ring is a list whose members know their place. */
class RingProperties {

  static final int MEMBERS = 6;
  static final int KINDS = 3;

  private static final class Member extends Ring.Link<Member> {}

  /** Each number is a member and what is done with it. */
  @Property
  void shouldHoldWhatAListHolds(
      @ForAll @Size(max = 60) List<@IntRange(max = MEMBERS * KINDS - 1) Integer> steps) {
    List<Member> members = IntStream.range(0, MEMBERS).mapToObj(_ -> new Member()).toList();
    Ring<Member> ring = new Ring<>();
    List<Member> model = new ArrayList<>();
    for (int step : steps) {
      Member member = members.get(step % MEMBERS);
      switch (step / MEMBERS) {
        case 0 -> {
          if (!model.contains(member)) {
            ring.addLast(member);
            model.add(member);
          }
        }
        case 1 -> {
          if (model.remove(member)) {
            ring.remove(member);
          }
        }
        default -> {
          if (model.remove(member)) {
            ring.moveToEnd(member);
            model.add(member);
          }
        }
      }
      assertThat(allOf(ring)).isEqualTo(model);
      assertThat(ring.size()).isEqualTo(model.size());
      assertThat(ring.isEmpty()).isEqualTo(model.isEmpty());
      assertThat(ring.peekLast()).isSameAs(model.isEmpty() ? null : model.getLast());
      assertThat(members).allMatch(each -> each.isInRing() == model.contains(each));
    }
  }

  private static List<Member> allOf(Ring<Member> ring) {
    List<Member> result = new ArrayList<>();
    @Nullable Member next = ring.peekFirst();
    while (next != null) {
      result.add(next);
      next = ring.after(next);
    }
    return result;
  }
}
