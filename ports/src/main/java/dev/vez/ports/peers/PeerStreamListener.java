package dev.vez.ports.peers;

import dev.vez.domain.message.Bytes;

/** Hears what comes over a stream. Called by one thread at a time, must not block. */
public interface PeerStreamListener {

  /** The other end has sent a frame. */
  void received(Bytes frame);

  /**
   * The stream has ended otherwise than by this end's {@link PeerStream#close}; nothing follows.
   * Called once at most.
   *
   * @param why for the log: closed by the other end, or broken
   */
  void ended(String why);
}
