package dev.vez.domain.machine;

import dev.vez.domain.id.RedriveId;
import dev.vez.domain.record.RedriveRecord;

/**
 * How far a redrive is after the last entry.
 *
 * @param id the redrive
 * @param moved messages that it moved so far
 * @param isDone whether it has ended
 */
public record RedriveProgress(RedriveId id, long moved, boolean isDone) {

  static RedriveProgress of(RedriveRecord record) {
    return new RedriveProgress(record.id(), record.moved(), record.isDone());
  }
}
