package dev.vez.adapters.grpc;

/**
 * Decides when a stream asks its transport for the next request: one at a time, while what is not
 * answered is within the stream's limits and within the room that all streams share.
 */
final class ReadingGate {

  private final StreamLimits limits;
  private final SharedRoom room;
  private final Runnable read;

  // All below under this object.
  private boolean isAsked = true;
  private boolean isOutOfRoom;
  private int messages;
  private long bytes;

  /**
   * A gate whose first request is asked for already.
   *
   * @param read asks for one more; called by any thread, one at a time
   */
  ReadingGate(StreamLimits limits, SharedRoom room, Runnable read) {
    this.limits = limits;
    this.room = room;
    this.read = read;
  }

  /** The request that was asked for has come and goes to the engine. */
  void arrived(int messageCount, long size) {
    synchronized (this) {
      isAsked = false;
      messages += messageCount;
      bytes += size;
      isOutOfRoom = true;
    }
    if (room.take(size, this::roomAgain)) {
      roomAgain();
    }
  }

  /** The engine has answered it. */
  void completed(long size) {
    room.giveBack(size);
  }

  /** The client has been told. */
  void answered(int messageCount, long size) {
    synchronized (this) {
      messages -= messageCount;
      bytes -= size;
    }
    readOn();
  }

  private void roomAgain() {
    synchronized (this) {
      isOutOfRoom = false;
    }
    readOn();
  }

  private void readOn() {
    synchronized (this) {
      if (isAsked
          || isOutOfRoom
          || messages > limits.unansweredMessages()
          || bytes > limits.unansweredBytes()) {
        return;
      }
      isAsked = true;
    }
    read.run();
  }
}
