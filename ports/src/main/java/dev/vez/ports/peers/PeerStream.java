package dev.vez.ports.peers;

import dev.vez.domain.message.Bytes;

/** This node's end of a stream between two nodes. May be called by any thread, never blocks. */
public interface PeerStream {

  /**
   * Sends a frame; dropped where the stream has ended. What may be on its way at once is for the
   * two ends to agree.
   */
  void send(Bytes frame);

  /** Ends the stream: the other end hears of it after what was sent before. Idempotent. */
  void close();
}
