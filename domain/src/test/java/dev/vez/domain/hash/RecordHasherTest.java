package dev.vez.domain.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.id.Ticket;
import dev.vez.domain.message.Bytes;
import dev.vez.domain.record.BucketRecord;
import dev.vez.domain.record.DigestRecord;
import dev.vez.domain.record.FlowRecord;
import dev.vez.domain.record.PayloadRecord;
import java.util.LinkedHashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RecordHasherTest {

  private static final QueueId QUEUE = new QueueId(3, 1);

  private final RecordHasher hasher = new RecordHasher();

  @Test
  void shouldTellRecordsApartThatDifferInOneComponent() {
    Set<Digest> hashes = new LinkedHashSet<>();
    FlowRecord[] flows = {
      flow("a", 1, 0, 0, 1, false),
      flow("b", 1, 0, 0, 1, false),
      flow("a", 2, 0, 0, 1, false),
      flow("a", 1, 1, 0, 1, false),
      flow("a", 1, 0, 1, 1, false),
      flow("a", 1, 0, 0, 2, false),
      flow("a", 1, 0, 0, 1, true),
      new FlowRecord(
          QUEUE, "a", 1, 0, 0, Place.NONE, Place.NONE, 1, 0, new Ticket(1, 0), false, "b")
    };
    for (FlowRecord flow : flows) {
      hashes.add(hasher.hash(flow));
    }
    assertThat(hashes).hasSize(flows.length);
  }

  @Test
  void shouldTellBucketsApartThatDifferInOneComponent() {
    Set<Digest> hashes = new LinkedHashSet<>();
    QueueId turn = new QueueId(9, 1);
    BucketRecord[] buckets = {
      new BucketRecord("a", 1, 3, 2, 4, 5, QueueId.NONE, false),
      new BucketRecord("b", 1, 3, 2, 4, 5, QueueId.NONE, false),
      new BucketRecord("a", 2, 3, 2, 4, 5, QueueId.NONE, false),
      new BucketRecord("a", 1, 4, 2, 4, 5, QueueId.NONE, false),
      new BucketRecord("a", 1, 3, 3, 4, 5, QueueId.NONE, false),
      new BucketRecord("a", 1, 3, 2, 5, 5, QueueId.NONE, false),
      new BucketRecord("a", 1, 3, 2, 4, 6, QueueId.NONE, false),
      new BucketRecord("a", 1, 3, 2, 4, 5, turn, false),
      new BucketRecord("a", 1, 3, 2, 4, 5, QueueId.NONE, true)
    };
    for (BucketRecord bucket : buckets) {
      hashes.add(hasher.hash(bucket));
    }
    assertThat(hashes).hasSize(buckets.length);
  }

  @Test
  void shouldHashAPayloadAsItsHash() {
    Bytes payload = Bytes.wrap(new byte[] {1, 2, 3});
    Place place = new Place(5, 2);
    assertThat(hasher.hash(new PayloadRecord(QUEUE, place, payload)))
        .isEqualTo(hasher.hashPayload(QUEUE, place, XxHash64.of(payload)))
        .isNotEqualTo(
            hasher.hash(new PayloadRecord(QUEUE, place, Bytes.wrap(new byte[] {1, 2, 4}))));
  }

  @Test
  void shouldLeaveSumsOutOfSums() {
    assertThat(hasher.hash(new DigestRecord(QUEUE, new Digest(1, 2)))).isEqualTo(Digest.ZERO);
  }

  @Property
  void shouldTakeAwayWhatWasAddedInAnyOrder(
      @ForAll long a, @ForAll long b, @ForAll long c, @ForAll long d) {
    Digest one = new Digest(a, b);
    Digest two = new Digest(c, d);
    assertThat(one.plus(two)).isEqualTo(two.plus(one));
    assertThat(one.plus(two).minus(one)).isEqualTo(two);
    assertThat(one.minus(two).plus(two)).isEqualTo(one);
  }

  private static FlowRecord flow(
      String key, long pending, long leased, long deficit, long ticket, boolean visiting) {
    return new FlowRecord(
        QUEUE,
        key,
        pending,
        leased,
        0,
        Place.NONE,
        Place.NONE,
        1,
        deficit,
        new Ticket(ticket, 0),
        visiting,
        "");
  }
}
