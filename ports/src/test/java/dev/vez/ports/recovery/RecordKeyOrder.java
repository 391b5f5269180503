package dev.vez.ports.recovery;

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
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The order that {@link RecordKey} promises: by type, then by components from left to right, text
 * by its UTF-8 bytes.
 */
public final class RecordKeyOrder implements Comparator<RecordKey> {

  public static final RecordKeyOrder INSTANCE = new RecordKeyOrder();

  private RecordKeyOrder() {}

  @Override
  public int compare(RecordKey left, RecordKey right) {
    int byType = left.type().compareTo(right.type());
    return byType != 0 ? byType : compareWithinType(left, right);
  }

  private static int compareWithinType(RecordKey left, RecordKey right) {
    return switch (left) {
      case OfGroup() -> 0;
      case OfQueue(var queue) -> queue.compareTo(((OfQueue) right).queue());
      case OfFlow flow -> compareFlows(flow, (OfFlow) right);
      case OfMessage message -> compareMessages(message, (OfMessage) right);
      case OfPayload payload -> comparePayloads(payload, (OfPayload) right);
      case OfLease lease -> compareLeases(lease, (OfLease) right);
      case OfConsumer consumer -> compareConsumers(consumer, (OfConsumer) right);
      case OfDigest(var queue) -> queue.compareTo(((OfDigest) right).queue());
      case OfDelayed delayed -> compareDelayed(delayed, (OfDelayed) right);
      case OfFailure failure -> compareFailures(failure, (OfFailure) right);
      case OfRedrive(var queue) -> queue.compareTo(((OfRedrive) right).queue());
      case OfIdempotencyKey key -> compareIdempotencyKeys(key, (OfIdempotencyKey) right);
      case OfKeyExpiry expiry -> compareKeyExpiries(expiry, (OfKeyExpiry) right);
      case OfKeyCount(var queue) -> queue.compareTo(((OfKeyCount) right).queue());
      case OfCatalogue(var name) -> compareText(name, ((OfCatalogue) right).name());
      case OfPendingChange change -> comparePendingChanges(change, (OfPendingChange) right);
      case OfBucket(var throttleKey) -> compareText(throttleKey, ((OfBucket) right).throttleKey());
      case OfShares(var throttleKey) -> compareText(throttleKey, ((OfShares) right).throttleKey());
      case OfGroupMark(var group) -> Integer.compare(group, ((OfGroupMark) right).group());
      case OfConfig(var name) -> compareText(name, ((OfConfig) right).name());
      case OfMember(var nodeId) -> Long.compare(nodeId, ((OfMember) right).nodeId());
    };
  }

  private static int compareFlows(OfFlow left, OfFlow right) {
    int byQueue = left.queue().compareTo(right.queue());
    return byQueue != 0 ? byQueue : compareText(left.fairnessKey(), right.fairnessKey());
  }

  private static int compareMessages(OfMessage left, OfMessage right) {
    int byQueue = left.queue().compareTo(right.queue());
    if (byQueue != 0) {
      return byQueue;
    }
    int byFairnessKey = compareText(left.fairnessKey(), right.fairnessKey());
    return byFairnessKey != 0 ? byFairnessKey : left.place().compareTo(right.place());
  }

  private static int comparePayloads(OfPayload left, OfPayload right) {
    int byQueue = left.queue().compareTo(right.queue());
    return byQueue != 0 ? byQueue : left.enqueued().compareTo(right.enqueued());
  }

  private static int compareDelayed(OfDelayed left, OfDelayed right) {
    int byQueue = left.queue().compareTo(right.queue());
    if (byQueue != 0) {
      return byQueue;
    }
    int byTime = Long.compare(left.dueMicros(), right.dueMicros());
    return byTime != 0 ? byTime : left.place().compareTo(right.place());
  }

  private static int compareFailures(OfFailure left, OfFailure right) {
    int byQueue = left.queue().compareTo(right.queue());
    return byQueue != 0 ? byQueue : left.enqueued().compareTo(right.enqueued());
  }

  private static int compareIdempotencyKeys(OfIdempotencyKey left, OfIdempotencyKey right) {
    int byQueue = left.queue().compareTo(right.queue());
    return byQueue != 0 ? byQueue : compareText(left.idempotencyKey(), right.idempotencyKey());
  }

  private static int compareKeyExpiries(OfKeyExpiry left, OfKeyExpiry right) {
    int byQueue = left.queue().compareTo(right.queue());
    if (byQueue != 0) {
      return byQueue;
    }
    int byTime = Long.compare(left.expiresMicros(), right.expiresMicros());
    return byTime != 0 ? byTime : compareText(left.idempotencyKey(), right.idempotencyKey());
  }

  private static int compareLeases(OfLease left, OfLease right) {
    int byQueue = left.queue().compareTo(right.queue());
    return byQueue != 0 ? byQueue : left.lease().compareTo(right.lease());
  }

  private static int compareConsumers(OfConsumer left, OfConsumer right) {
    int byQueue = left.queue().compareTo(right.queue());
    return byQueue != 0 ? byQueue : left.consumer().compareTo(right.consumer());
  }

  private static int comparePendingChanges(OfPendingChange left, OfPendingChange right) {
    int byGroup = Integer.compare(left.group(), right.group());
    return byGroup != 0 ? byGroup : left.mark().compareTo(right.mark());
  }

  /** Bytes are in the order of the characters, but for those outside of the basic plane. */
  private static int compareText(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char ofLeft = left.charAt(i);
      char ofRight = right.charAt(i);
      if (ofLeft != ofRight) {
        return Character.isSurrogate(ofLeft) || Character.isSurrogate(ofRight)
            ? compareBytes(left, right)
            : Character.compare(ofLeft, ofRight);
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  private static int compareBytes(String left, String right) {
    return Arrays.compareUnsigned(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }
}
