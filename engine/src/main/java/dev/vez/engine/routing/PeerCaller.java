package dev.vez.engine.routing;

import dev.vez.engine.catalogue.MemberView;
import dev.vez.engine.routing.proto.Answer;
import dev.vez.engine.routing.proto.Question;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.peers.PeerAnswer;
import dev.vez.ports.peers.PeerStream;
import dev.vez.ports.peers.PeerStreamListener;
import dev.vez.ports.peers.Peers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks other nodes by their node id, and says of every answer what is known. */
public final class PeerCaller {

  private final Peers peers;
  private final MemberView members;
  private final String clusterId;
  private final long nodeId;
  private final long timeoutMillis;

  /**
   * The caller of one node.
   *
   * @param members where the others are
   * @param clusterId of this node's cluster
   * @param nodeId this node
   * @param timeoutMillis how long an answer may take, 1 or greater
   */
  public PeerCaller(
      Peers peers, MemberView members, String clusterId, long nodeId, long timeoutMillis) {
    this.peers = peers;
    this.members = members;
    this.clusterId = clusterId;
    this.nodeId = nodeId;
    this.timeoutMillis = timeoutMillis;
  }

  /** The node that asks. */
  long nodeId() {
    return nodeId;
  }

  long timeoutMillis() {
    return timeoutMillis;
  }

  /** Where a node takes calls, empty where that is not known. */
  String addressOf(long node) {
    return members.clientAddressOf(node);
  }

  /** A question without its kind. */
  Question.Builder question() {
    return Question.newBuilder().setClusterId(clusterId).setFromNodeId(nodeId);
  }

  /**
   * Asks a node.
   *
   * @param reader takes the value out of an answer, none where the answer has another
   */
  <T> CompletionStage<Result<T>> ask(
      long node, Question.Builder question, Function<Answer, @Nullable T> reader) {
    return ask(node, question, timeoutMillis, reader);
  }

  /** Asks a node that may take longer than others. */
  <T> CompletionStage<Result<T>> ask(
      long node,
      Question.Builder question,
      long limitMillis,
      Function<Answer, @Nullable T> reader) {
    String address = addressOf(node);
    return address.isEmpty()
        ? CompletableFuture.completedFuture(Result.rejected(new Rejection.NotLeader("")))
        : ask(peers, address, question.build(), limitMillis, reader);
  }

  /** Asks whoever is at an address. */
  static <T> CompletionStage<Result<T>> ask(
      Peers peers,
      String address,
      Question question,
      long timeoutMillis,
      Function<Answer, @Nullable T> reader) {
    return peers
        .ask(address, PeerWire.encode(question), timeoutMillis)
        .thenApply(answer -> result(answer, reader));
  }

  /** Opens a stream; ended at once where the node's address is not known. */
  @Nullable PeerStream open(long node, Question.Builder question, PeerStreamListener listener) {
    String address = addressOf(node);
    return address.isEmpty()
        ? null
        : peers.open(address, PeerWire.encode(question.build()), listener);
  }

  private static <T> Result<T> result(PeerAnswer answer, Function<Answer, @Nullable T> reader) {
    return switch (answer) {
      case PeerAnswer.Answered(var bytes) -> {
        Answer known;
        try {
          known = PeerWire.answer(bytes);
        } catch (IllegalArgumentException e) {
          yield unknown("the leader's answer is not understood");
        }
        if (known.hasRejected()) {
          yield Result.rejected(RejectionWire.decode(known.getRejected()));
        }
        T value = reader.apply(known);
        yield value == null
            ? unknown("the leader answered something else")
            : Result.accepted(value);
      }
      case PeerAnswer.NotTaken _ -> Result.rejected(new Rejection.NotLeader(""));
      case PeerAnswer.Unknown(var why) -> unknown("the call was forwarded to the leader: " + why);
    };
  }

  private static <T> Result<T> unknown(String why) {
    return Result.rejected(new Rejection.OutcomeUnknown(why));
  }
}
