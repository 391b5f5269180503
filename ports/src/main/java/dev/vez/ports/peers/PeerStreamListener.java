package dev.vez.ports.peers;

import dev.vez.domain.message.Bytes;

/** Hears what comes over a stream. Called by one thread at a time, must not block. */
public interface PeerStreamListener {

  /** The other end has sent a frame. */
  void received(Bytes frame);

  /**
   * The other end has closed the stream, and all that it had sent has come. Nothing follows, nor
   * {@link #broken}; not called after this end's {@link PeerStream#close}.
   */
  void closed();

  /**
   * The stream has broken: what either end had sent last may be lost. Nothing follows, nor {@link
   * #closed}; not called after this end's {@link PeerStream#close}.
   *
   * @param why for the log
   */
  void broken(String why);
}
