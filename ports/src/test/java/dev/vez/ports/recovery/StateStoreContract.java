package dev.vez.ports.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.Mark;
import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.Bytes;
import dev.vez.domain.record.GroupMarkRecord;
import dev.vez.domain.record.Mutation;
import dev.vez.domain.record.Mutation.Put;
import dev.vez.domain.record.Mutation.Remove;
import dev.vez.domain.record.Mutation.RemoveQueue;
import dev.vez.domain.record.PayloadRecord;
import dev.vez.domain.record.RecordType;
import dev.vez.domain.record.StateRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is written to any {@link StateStore} is what it gives back. */
public abstract class StateStoreContract extends StoreFixture {

  private static final QueueId QUEUE = new QueueId(5, 1);
  private static final QueueId OTHER = new QueueId(6, 0);

  @Test
  void shouldBeEmptyAtFirst() {
    assertThat(store.applied()).isEqualTo(AppliedPosition.NONE);
    assertThat(everything()).isEmpty();
    assertThat(store.readPayload(QUEUE, new Place(1, 0))).isEmpty();
    assertThat(store.readMessages(QUEUE, "a", Place.NONE, 10)).isEmpty();
  }

  @Test
  void shouldReadBackEveryTypeOfRecord() {
    // given
    var records = SampleRecords.ofEveryType(QUEUE);

    // when
    put(records.toArray(StateRecord[]::new));

    // then
    assertThat(everything()).isEqualTo(records);
    reopenSynced();
    assertThat(everything()).isEqualTo(records);
  }

  @Test
  void shouldReadBackTheLeastAndTheGreatestValues() {
    // given
    var records = SampleRecords.atTheLimits();

    // when
    put(records.toArray(StateRecord[]::new));

    // then
    assertThat(everything()).isEqualTo(records);
    reopenSynced();
    assertThat(everything()).isEqualTo(records);
  }

  @Test
  void shouldSetThePositionWithTheBatch() {
    // when
    store.write(new StoreBatch(new AppliedPosition(11, 4), List.of()));

    // then
    assertThat(store.applied()).isEqualTo(new AppliedPosition(11, 4));
    reopenSynced();
    assertThat(store.applied()).isEqualTo(new AppliedPosition(11, 4));
  }

  @Test
  void shouldRefuseAnIndexThatIsNotAboveTheLast() {
    // given
    store.write(new StoreBatch(new AppliedPosition(11, 4), List.of()));
    var mutations = List.<Mutation>of(new Put(SampleRecords.group()));

    // when
    assertThatThrownBy(() -> store.write(new StoreBatch(new AppliedPosition(11, 5), mutations)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.write(new StoreBatch(new AppliedPosition(10, 5), mutations)))
        .isInstanceOf(IllegalArgumentException.class);

    // then
    assertThat(store.applied()).isEqualTo(new AppliedPosition(11, 4));
    assertThat(everything()).isEmpty();
    store.write(new StoreBatch(new AppliedPosition(12, 5), mutations));
    assertThat(everything()).hasSize(1);
  }

  @Test
  void shouldCarryOutMutationsInOrder() {
    // given
    var first = SampleRecords.payload(QUEUE, new Place(1, 0), "first");
    var second = SampleRecords.payload(QUEUE, new Place(1, 0), "second");
    var other = SampleRecords.payload(OTHER, new Place(1, 0), "other");

    // when
    write(
        new Put(first),
        new Put(second),
        new Put(other),
        new Remove(other.key()),
        new Remove(SampleRecords.group().key()),
        new Put(SampleRecords.group()));

    // then
    assertThat(everything()).containsExactly(SampleRecords.group(), second);
  }

  @Test
  void shouldPutOverARecordOfAnEarlierBatch() {
    // given
    put(SampleRecords.payload(QUEUE, new Place(1, 0), "first"));

    // when
    put(SampleRecords.payload(QUEUE, new Place(1, 0), "second"));

    // then
    assertThat(store.readPayload(QUEUE, new Place(1, 0))).hasValue(bytes("second"));
    assertThat(everything()).hasSize(1);
  }

  @Test
  void shouldRemoveOneRecordOfAnyType() {
    for (var record : SampleRecords.ofEveryType(QUEUE)) {
      // given
      var all = SampleRecords.ofEveryType(QUEUE);
      put(all.toArray(StateRecord[]::new));

      // when
      write(new Remove(record.key()));

      // then
      var rest = new ArrayList<>(all);
      rest.remove(record);
      assertThat(everything()).isEqualTo(rest);
    }
  }

  @Test
  void shouldRemoveWhatIsNotThere() {
    // when
    for (var record : SampleRecords.ofEveryType(QUEUE)) {
      write(new Remove(record.key()));
    }

    // then
    assertThat(everything()).isEmpty();
  }

  @Test
  void shouldRemoveAllRecordsOfAQueueAndNoOther() {
    // given
    var neighbours =
        List.of(
            QueueId.NONE,
            new QueueId(5, 0),
            new QueueId(5, 2),
            new QueueId(5, Integer.MAX_VALUE),
            new QueueId(4, Integer.MAX_VALUE),
            new QueueId(6, 0),
            new QueueId(Long.MAX_VALUE, Integer.MAX_VALUE));
    var kept = new RecordImage();
    neighbours.forEach(
        queue -> kept.apply(new StoreBatch(AppliedPosition.NONE, putsOfEveryType(queue))));
    put(kept.all().toArray(StateRecord[]::new));
    write(putsOfEveryType(QUEUE).toArray(Mutation[]::new));
    put(
        SampleRecords.flow(QUEUE, ""),
        SampleRecords.flow(QUEUE, "\uDBFF\uDFFF"),
        SampleRecords.message(QUEUE, "", Place.NONE),
        SampleRecords.message(QUEUE, "\uDBFF\uDFFF", new Place(Long.MAX_VALUE, Integer.MAX_VALUE)),
        SampleRecords.payload(QUEUE, new Place(Long.MAX_VALUE, Integer.MAX_VALUE), "last"),
        SampleRecords.lease(QUEUE, new LeaseId(Long.MAX_VALUE, Integer.MAX_VALUE)),
        SampleRecords.consumer(QUEUE, new ConsumerId(Long.MAX_VALUE, Long.MAX_VALUE)));

    // when
    write(new RemoveQueue(QUEUE));

    // then
    assertThat(everything()).isEqualTo(kept.all());
    assertThat(store.readMessages(QUEUE, "tenant-1", Place.NONE, 10)).isEmpty();
    assertThat(store.readPayload(QUEUE, new Place(20, 1))).isEmpty();
    reopenSynced();
    assertThat(everything()).isEqualTo(kept.all());
  }

  @Test
  void shouldRemoveTheLastQueueThatCanBe() {
    // given
    var last = new QueueId(Long.MAX_VALUE, Integer.MAX_VALUE);
    write(putsOfEveryType(last).toArray(Mutation[]::new));

    // when
    write(new RemoveQueue(last));

    // then
    assertThat(everything())
        .extracting(each -> each.key().type())
        .containsExactly(
            RecordType.GROUP,
            RecordType.CATALOGUE,
            RecordType.PENDING_CHANGE,
            RecordType.GROUP_MARK,
            RecordType.CONFIG,
            RecordType.BUCKET,
            RecordType.SHARES,
            RecordType.MEMBER);
  }

  @Test
  void shouldKeepWhatIsPutAfterItsQueueIsRemovedInTheSameBatch() {
    // given
    var payload = SampleRecords.payload(QUEUE, new Place(1, 0), "kept");

    // when
    write(
        new Put(SampleRecords.payload(QUEUE, new Place(2, 0), "gone")),
        new RemoveQueue(QUEUE),
        new Put(payload));

    // then
    assertThat(everything()).containsExactly(payload);
  }

  @Test
  void shouldReadMessagesInOrderOfPlace() {
    // given
    var places =
        List.of(
            new Place(1, 0),
            new Place(1, 1),
            new Place(1, Integer.MAX_VALUE),
            new Place(2, 0),
            new Place(256, 0),
            new Place(Long.MAX_VALUE, 0));
    places.reversed().forEach(place -> put(SampleRecords.message(QUEUE, "a", place)));

    // then
    assertThat(placesOf("a", Place.NONE, 10)).isEqualTo(places);
    assertThat(placesOf("a", new Place(1, 1), 10)).isEqualTo(places.subList(1, 6));
    assertThat(placesOf("a", new Place(1, 2), 2)).isEqualTo(places.subList(2, 4));
    assertThat(placesOf("a", new Place(Long.MAX_VALUE, 1), 10)).isEmpty();
    assertThat(placesOf("a", Place.NONE, 0)).isEmpty();
  }

  @Test
  void shouldReadOnlyMessagesThatAreLeftFromTheFirstPlaceOn() {
    // given
    put(messages("a", 1, 1_000));
    write(
        IntStream.rangeClosed(1, 990)
            .mapToObj(index -> new Remove(SampleRecords.message(QUEUE, "a", at(index)).key()))
            .toArray(Mutation[]::new));

    // then
    assertThat(placesOf("a", Place.NONE, 5)).isEqualTo(places(991, 995));
    assertThat(placesOf("a", at(998), 5)).isEqualTo(places(998, 1_000));
  }

  @Test
  void shouldKeepMessagesOfFlowsApart() {
    // given
    var keys = TextKeys.HARD_TO_KEEP_APART;
    for (var key : keys) {
      put(messages(key, 1, 3));
      put(SampleRecords.message(QUEUE, key, new Place(Long.MAX_VALUE, Integer.MAX_VALUE)));
    }

    // then
    for (var key : keys) {
      var page = store.readMessages(QUEUE, key, Place.NONE, 100);
      assertThat(page).hasSize(4).allMatch(each -> each.fairnessKey().equals(key));
    }
    assertThat(store.readMessages(OTHER, "a", Place.NONE, 100)).isEmpty();
  }

  @Test
  void shouldScanInTheOrderOfKeys() {
    // given
    var image = new RecordImage();
    var mutations = new ArrayList<Mutation>();
    for (var queue : List.of(QueueId.NONE, OTHER, QUEUE, new QueueId(256, 0))) {
      mutations.addAll(putsOfEveryType(queue));
      for (var key : TextKeys.HARD_TO_KEEP_APART) {
        mutations.add(new Put(SampleRecords.flow(queue, key)));
        mutations.add(new Put(SampleRecords.message(queue, key, at(1))));
        mutations.add(new Put(SampleRecords.catalogue(key)));
        mutations.add(new Put(SampleRecords.config(key)));
        mutations.add(new Put(SampleRecords.bucket("k" + key)));
      }
      for (int number : List.of(1, 2, 255, 256, Integer.MAX_VALUE)) {
        mutations.add(new Put(SampleRecords.payload(queue, at(number), "payload")));
        mutations.add(new Put(SampleRecords.lease(queue, new LeaseId(1, number))));
        mutations.add(new Put(SampleRecords.consumer(queue, new ConsumerId(1, number))));
        mutations.add(new Put(SampleRecords.consumer(queue, new ConsumerId(number, 1))));
        mutations.add(new Put(new GroupMarkRecord(number, Mark.NONE)));
        mutations.add(new Put(SampleRecords.pendingChange(number, new Mark(1, number))));
        mutations.add(new Put(SampleRecords.pendingChange(number, new Mark(number, 1))));
      }
    }
    image.apply(new StoreBatch(AppliedPosition.NONE, mutations));

    // when
    put(image.all().reversed().toArray(StateRecord[]::new));

    // then
    for (var type : RecordType.values()) {
      assertThat(scan(type)).isEqualTo(image.all(type));
    }
  }

  @Test
  void shouldLetAVisitorReadAndThrow() {
    // given
    put(SampleRecords.payload(QUEUE, at(1), "payload"));
    var seen = new ArrayList<Bytes>();

    // when
    store.scan(
        RecordType.PAYLOAD,
        record ->
            store.readPayload(QUEUE, ((PayloadRecord) record).enqueued()).ifPresent(seen::add));
    assertThatThrownBy(
            () ->
                store.scan(
                    RecordType.PAYLOAD,
                    _ -> {
                      throw new IllegalStateException("visitor");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("visitor");

    // then
    assertThat(seen).containsExactly(bytes("payload"));
    put(SampleRecords.payload(QUEUE, at(1), "still works"));
  }

  @Test
  void shouldKeepPayloadsOfAnySize() {
    // given
    var large = new byte[3 << 20];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) (i * 31 + (i >> 8));
    }

    // when
    put(
        new PayloadRecord(QUEUE, at(1), Bytes.EMPTY),
        new PayloadRecord(QUEUE, at(2), Bytes.wrap(large)),
        new PayloadRecord(QUEUE, at(3), Bytes.wrap(large, 1_000, 2_000)),
        new PayloadRecord(QUEUE, at(4), Bytes.wrap(new byte[] {0})));

    // then
    assertThat(store.readPayload(QUEUE, at(1))).hasValue(Bytes.EMPTY);
    assertThat(store.readPayload(QUEUE, at(2))).hasValue(Bytes.wrap(large));
    assertThat(store.readPayload(QUEUE, at(3))).hasValue(Bytes.wrap(large, 1_000, 2_000));
    assertThat(store.readPayload(QUEUE, at(4))).hasValue(Bytes.wrap(new byte[] {0}));
  }

  private void reopenSynced() {
    store.sync();
    reopen();
  }

  private List<Place> placesOf(String fairnessKey, Place from, int limit) {
    var page = store.readMessages(QUEUE, fairnessKey, from, limit);
    assertThat(page)
        .allMatch(each -> each.equals(SampleRecords.message(QUEUE, fairnessKey, each.place())));
    return page.stream().map(each -> each.place()).toList();
  }

  private static List<Mutation> putsOfEveryType(QueueId queue) {
    return SampleRecords.ofEveryType(queue).stream().<Mutation>map(Put::new).toList();
  }

  private static StateRecord[] messages(String fairnessKey, int from, int to) {
    return places(from, to).stream()
        .map(place -> SampleRecords.message(QUEUE, fairnessKey, place))
        .toArray(StateRecord[]::new);
  }

  private static List<Place> places(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(StateStoreContract::at).toList();
  }

  private static Place at(long index) {
    return new Place(index, 0);
  }

  private static Bytes bytes(String text) {
    return SampleRecords.payload(QUEUE, at(1), text).payload();
  }
}
