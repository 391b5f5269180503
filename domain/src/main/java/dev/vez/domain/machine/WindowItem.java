package dev.vez.domain.machine;

import dev.vez.domain.record.MessageRecord;

/**
 * A waiting message in memory.
 *
 * @param record the message
 * @param putIndex log index of the entry that put it where it lies, 0 if read from the store
 * @param slot where that entry's changes hold it
 */
record WindowItem(MessageRecord record, long putIndex, int slot) {

  /** Rough heap size of a message without its keys, in bytes. */
  private static final int BYTES = 224;

  static WindowItem ofStore(MessageRecord record) {
    return new WindowItem(record, 0, -1);
  }

  long bytes() {
    long bytes = BYTES;
    for (String key : record.message().throttleKeys()) {
      bytes += 40 + key.length();
    }
    return bytes;
  }
}
