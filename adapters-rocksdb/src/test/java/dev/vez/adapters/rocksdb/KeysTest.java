package dev.vez.adapters.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.Mark;
import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.record.RecordKey;
import dev.vez.domain.record.RecordKey.OfBucket;
import dev.vez.domain.record.RecordKey.OfCatalogue;
import dev.vez.domain.record.RecordKey.OfConfig;
import dev.vez.domain.record.RecordKey.OfConsumer;
import dev.vez.domain.record.RecordKey.OfDelayed;
import dev.vez.domain.record.RecordKey.OfDigest;
import dev.vez.domain.record.RecordKey.OfFailure;
import dev.vez.domain.record.RecordKey.OfFlow;
import dev.vez.domain.record.RecordKey.OfGroup;
import dev.vez.domain.record.RecordKey.OfGroupMark;
import dev.vez.domain.record.RecordKey.OfIdempotencyKey;
import dev.vez.domain.record.RecordKey.OfKeyCount;
import dev.vez.domain.record.RecordKey.OfKeyExpiry;
import dev.vez.domain.record.RecordKey.OfLease;
import dev.vez.domain.record.RecordKey.OfMember;
import dev.vez.domain.record.RecordKey.OfMessage;
import dev.vez.domain.record.RecordKey.OfPayload;
import dev.vez.domain.record.RecordKey.OfPendingChange;
import dev.vez.domain.record.RecordKey.OfQueue;
import dev.vez.domain.record.RecordKey.OfRedrive;
import dev.vez.domain.record.RecordKey.OfShares;
import dev.vez.ports.recovery.RecordKeyOrder;
import dev.vez.ports.recovery.TextKeys;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys as bytes are ordered as the keys are. */
class KeysTest {

  private static final List<Long> INDICES = List.of(0L, 1L, 255L, 256L, 1L << 40, Long.MAX_VALUE);
  private static final List<Integer> ORDINALS = List.of(0, 1, 256, Integer.MAX_VALUE);

  @Test
  void shouldOrderKeysAsRecordsAreOrdered() {
    // given
    var keys = new ArrayList<RecordKey>();
    keys.add(new OfGroup());
    for (long index : INDICES) {
      for (int ordinal : ORDINALS) {
        addKeys(index, ordinal, keys);
      }
    }
    for (var text : TextKeys.HARD_TO_KEEP_APART) {
      keys.add(new OfCatalogue(text));
      keys.add(new OfConfig(text));
      keys.add(new OfBucket(text));
      keys.add(new OfShares(text));
      for (var queue : List.of(new QueueId(1, 0), new QueueId(1, 1))) {
        keys.add(new OfFlow(queue, text));
        keys.add(new OfMessage(queue, text, Place.NONE));
        keys.add(new OfMessage(queue, text, new Place(Long.MAX_VALUE, Integer.MAX_VALUE)));
      }
    }

    // when
    var byBytes = new ArrayList<>(keys);
    byBytes.sort((left, right) -> Arrays.compareUnsigned(bytes(left), bytes(right)));

    // then
    var byKey = new ArrayList<>(keys);
    byKey.sort(RecordKeyOrder.INSTANCE);
    assertThat(byBytes).isEqualTo(byKey);
    assertThat(keys.stream().map(each -> ByteBuffer.wrap(bytes(each)))).doesNotHaveDuplicates();
  }

  @Test
  void shouldFindTheLeastKeyAfterAPrefix() {
    assertThat(Keys.after(new byte[] {1, 2})).containsExactly(1, 3);
    assertThat(Keys.after(new byte[] {1, -1})).containsExactly(2, 0);
    assertThat(Keys.after(new byte[] {1, -1, -1})).containsExactly(2, 0, 0);
    assertThat(Keys.after(new byte[] {0x7f})).containsExactly(0x80);
  }

  private static void addKeys(long index, int ordinal, List<RecordKey> keys) {
    var queue = new QueueId(index, ordinal);
    var place = new Place(index, ordinal);
    keys.add(new OfQueue(queue));
    keys.add(new OfDigest(queue));
    keys.add(new OfFlow(queue, "c"));
    keys.add(new OfMessage(new QueueId(1, 0), "c", place));
    keys.add(new OfPayload(queue, new Place(1, 0)));
    keys.add(new OfPayload(new QueueId(9, 9), place));
    keys.add(new OfDelayed(queue, 1, new Place(1, 0)));
    keys.add(new OfDelayed(new QueueId(9, 9), index, new Place(2, ordinal)));
    keys.add(new OfDelayed(new QueueId(9, 9), 1, place));
    keys.add(new OfFailure(queue, new Place(1, 0)));
    keys.add(new OfFailure(new QueueId(9, 9), place));
    keys.add(new OfRedrive(queue));
    keys.add(new OfIdempotencyKey(queue, "c"));
    keys.add(new OfKeyExpiry(queue, 1, "c"));
    keys.add(new OfKeyCount(queue));
    if (ordinal == 0) {
      keys.add(new OfKeyExpiry(new QueueId(9, 9), index, "c"));
    }
    keys.add(new OfLease(queue, new LeaseId(1, 0)));
    keys.add(new OfLease(new QueueId(9, 9), new LeaseId(index, ordinal)));
    keys.add(new OfConsumer(queue, new ConsumerId(1, 1)));
    if (index > 0) {
      keys.add(new OfConsumer(new QueueId(9, 9), new ConsumerId(index, 1L + ordinal)));
    }
    keys.add(new OfPendingChange(ordinal, new Mark(index, ordinal)));
    if (ordinal == 0) {
      keys.add(new OfMember(index));
    }
    if (index == 0) {
      keys.add(new OfGroupMark(ordinal));
    }
  }

  private static byte[] bytes(RecordKey key) {
    var target = ByteBuffer.allocate(Keys.sizeMax(key));
    Keys.put(key, target);
    return Arrays.copyOf(target.array(), target.position());
  }
}
