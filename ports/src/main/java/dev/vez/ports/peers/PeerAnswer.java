package dev.vez.ports.peers;

import dev.vez.domain.message.Bytes;

/** What is known of a question to another node. */
public sealed interface PeerAnswer {

  /** The node has answered. */
  record Answered(Bytes answer) implements PeerAnswer {}

  /**
   * The node certainly has not taken the question.
   *
   * @param why for the log
   */
  record NotTaken(String why) implements PeerAnswer {}

  /**
   * The node may have taken the question, or not.
   *
   * @param why for the user
   */
  record Unknown(String why) implements PeerAnswer {}
}
