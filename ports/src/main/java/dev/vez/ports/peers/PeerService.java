package dev.vez.ports.peers;

import dev.vez.domain.message.Bytes;
import java.util.concurrent.CompletionStage;

/** Answers the other nodes of the cluster. Called by any thread, never blocks. */
public interface PeerService {

  /**
   * A node asks.
   *
   * @return never completes exceptionally
   * @throws IllegalArgumentException if the question is not understood; it is then not taken
   */
  CompletionStage<Bytes> asked(Bytes question);

  /**
   * A node opens a stream.
   *
   * @param stream leads back to it
   * @return hears what it sends
   * @throws IllegalArgumentException if the question is not understood; the stream is then broken
   */
  PeerStreamListener opened(Bytes question, PeerStream stream);
}
