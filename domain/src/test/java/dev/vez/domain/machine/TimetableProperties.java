package dev.vez.domain.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.hash.Digest;
import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.MessageInfo;
import dev.vez.domain.record.QueueRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Timetables know who is due first, whatever came, went and was moved before. */
class TimetableProperties {

  static final int QUEUES = 3;
  static final int MICROS_MAX = 30;

  /** Each pair of numbers adds a lease of a queue with a deadline, or ends one that there is. */
  @Property
  void shouldFindTheLeaseThatIsDueFirst(
      @ForAll @Size(max = 60) List<@IntRange(max = 2 * QUEUES - 1) Integer> steps,
      @ForAll @Size(min = 60, max = 60) List<@IntRange(min = 1, max = MICROS_MAX) Integer> micros) {
    LeaseTimetable timetable = new LeaseTimetable();
    List<Flow> flows = queues().stream().map(queue -> new Flow(queue, "k")).toList();
    TreeSet<Lease> model = new TreeSet<>(Lease.BY_DEADLINE);
    for (int i = 0; i < steps.size(); i++) {
      int step = steps.get(i);
      Flow flow = flows.get(step % QUEUES);
      if (step < QUEUES) {
        Lease lease = lease(flow, i, micros.get(i));
        timetable.add(lease);
        model.add(lease);
      } else if (!model.isEmpty()) {
        Lease ended = new ArrayList<>(model).get(micros.get(i) % model.size());
        timetable.remove(ended);
        model.remove(ended);
      }
      int now = micros.get(micros.size() - 1 - i);
      assertThat(timetable.nextMicros())
          .as("a time at or before the first deadline")
          .isLessThanOrEqualTo(model.isEmpty() ? Long.MAX_VALUE : model.first().deadlineMicros);
      Lease due = timetable.firstDue(now);
      boolean isAnyDue = !model.isEmpty() && model.first().deadlineMicros <= now;
      assertThat(due == null ? Long.MAX_VALUE : due.deadlineMicros)
          .isEqualTo(isAnyDue ? model.first().deadlineMicros : Long.MAX_VALUE);
    }
    flows.forEach(flow -> timetable.forget(flow.queue));
    assertThat(timetable.nextMicros()).isEqualTo(Long.MAX_VALUE);
  }

  /** Each number is a queue, and whether a time is noted for it or takes the place of the first. */
  @Property
  void shouldFindTheQueueWhoseFirstDelayEndsFirst(
      @ForAll @Size(max = 60) List<@IntRange(max = 3 * QUEUES - 1) Integer> steps,
      @ForAll @Size(min = 60, max = 60) List<@IntRange(min = 1, max = MICROS_MAX) Integer> micros) {
    DelayTimetable timetable = new DelayTimetable();
    List<HostedQueue> queues = queues();
    long[] model = new long[QUEUES];
    Arrays.fill(model, Long.MAX_VALUE);
    for (int i = 0; i < steps.size(); i++) {
      int number = steps.get(i) % QUEUES;
      long due = micros.get(i);
      switch (steps.get(i) / QUEUES) {
        case 0 -> {
          timetable.note(queues.get(number), due);
          model[number] = Math.min(model[number], due);
        }
        case 1 -> {
          timetable.replace(queues.get(number), due);
          model[number] = due;
        }
        default -> {
          timetable.forget(queues.get(number));
          model[number] = Long.MAX_VALUE;
        }
      }
      long first = Arrays.stream(model).min().orElseThrow();
      long now = micros.get(micros.size() - 1 - i);
      assertThat(timetable.nextMicros()).isEqualTo(first);
      HostedQueue dueNow = timetable.firstDue(now);
      assertThat(dueNow == null ? Long.MAX_VALUE : model[queues.indexOf(dueNow)])
          .isEqualTo(first <= now ? first : Long.MAX_VALUE);
    }
  }

  private static List<HostedQueue> queues() {
    DigestSum.Total total = new DigestSum.Total();
    return IntStream.range(0, QUEUES)
        .mapToObj(
            number ->
                new HostedQueue(new QueueRecord(new QueueId(1, number), 1_000), Digest.ZERO, total))
        .toList();
  }

  private static Lease lease(Flow flow, int number, long deadlineMicros) {
    Place place = new Place(1, number);
    return new Lease(
        new LeaseId(2, number),
        flow,
        place,
        new MessageInfo(new MessageId(1, number), place, 1, List.of(), 0, 0, 0, 0),
        new ConsumerId(1, 1),
        deadlineMicros);
  }
}
