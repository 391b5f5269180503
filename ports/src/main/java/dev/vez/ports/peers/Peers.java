package dev.vez.ports.peers;

import dev.vez.domain.message.Bytes;
import java.util.concurrent.CompletionStage;

/**
 * Calls other nodes, by the address at which they take calls. May be called by any thread, never
 * blocks. A call is made once and never repeated: whoever asks decides on what is known of it.
 */
public interface Peers extends AutoCloseable {

  /**
   * Asks a node.
   *
   * @param address its client address as {@code host:port}
   * @param timeoutMillis how long to wait for the answer, 1 or greater
   * @return never completes exceptionally; on any thread
   */
  CompletionStage<PeerAnswer> ask(String address, Bytes question, long timeoutMillis);

  /**
   * Opens a stream to a node. Frames arrive in the order in which they were sent.
   *
   * @param address its client address as {@code host:port}
   * @param question what the stream is for
   * @param listener hears what the node sends; may be called before this returns
   */
  PeerStream open(String address, Bytes question, PeerStreamListener listener);

  /** Breaks what is open and lets the connections go. Idempotent. */
  @Override
  void close();
}
