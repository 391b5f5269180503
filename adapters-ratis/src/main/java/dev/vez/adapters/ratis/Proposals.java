package dev.vez.adapters.ratis;

import dev.vez.ports.replication.ProposalResult;
import dev.vez.ports.replication.ProposalResult.Committed;
import dev.vez.ports.replication.ProposalResult.NotLeader;
import dev.vez.ports.replication.ProposalResult.Unknown;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.exceptions.StateMachineException;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Proposals of one group that are not answered yet. Each has a call id of its own, by which it is
 * known when it is about to be appended and when it comes back committed; what Ratis answers in
 * between only matters where it fails. Thread-safe.
 */
final class Proposals {

  private static final ProposalResult NOT_LEADER = new NotLeader("");

  /** Waiting for its place. */
  private static final class Waiting {
    final long expectedTerm;
    final CompletableFuture<ProposalResult> result = new CompletableFuture<>();
    volatile boolean mayBeAppended;

    Waiting(long expectedTerm) {
      this.expectedTerm = expectedTerm;
    }
  }

  /** Of this run of this member: a call id of an earlier run is not mistaken for one of these. */
  private final ClientId clientId = ClientId.randomId();

  private final AtomicLong lastCallId = new AtomicLong();
  private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();
  private final int timeoutMillis;

  Proposals(int timeoutMillis) {
    this.timeoutMillis = timeoutMillis;
  }

  ClientId clientId() {
    return clientId;
  }

  /** A call id that was not given before. */
  long nextCallId() {
    return lastCallId.incrementAndGet();
  }

  /** Expects an answer to a proposal, and gives it up in time. */
  CompletableFuture<ProposalResult> expect(long callId, long expectedTerm) {
    Waiting proposal = new Waiting(expectedTerm);
    waiting.put(callId, proposal);
    return proposal
        .result
        .completeOnTimeout(
            new Unknown("not decided within " + timeoutMillis + " ms"),
            timeoutMillis,
            TimeUnit.MILLISECONDS)
        .whenComplete((result, failure) -> waiting.remove(callId));
  }

  boolean isWaiting(long callId) {
    return waiting.containsKey(callId);
  }

  /**
   * It is about to be appended, under the library's lock: the last moment to refuse it.
   *
   * @param currentTerm the term that would be stamped on it
   * @throws StateMachineException if it must not be appended
   */
  void beforeAppend(ClientId client, long callId, LongSupplier currentTerm)
      throws StateMachineException {
    Waiting proposal = clientId.equals(client) ? waiting.get(callId) : null;
    if (proposal == null) {
      throw new StateMachineException("Expected a proposal that somebody waits for", false);
    }
    long term = currentTerm.getAsLong();
    if (term != proposal.expectedTerm) {
      throw new StateMachineException(
          "Expected term " + proposal.expectedTerm + ", but it is " + term, false);
    }
    proposal.mayBeAppended = true;
  }

  /** An entry is committed and was handed over. */
  void committed(ByteString client, long callId, long index, long term) {
    if (clientId.toByteString().equals(client)) {
      Waiting proposal = waiting.get(callId);
      if (proposal != null) {
        proposal.result.complete(new Committed(index, term));
      }
    }
  }

  /** The library has failed a proposal, for whatever reason. */
  void failed(long callId, @Nullable Throwable why) {
    Waiting proposal = waiting.get(callId);
    if (proposal != null) {
      fail(proposal, String.valueOf(why));
    }
  }

  /** Nothing more will be heard. */
  void failAll(String why) {
    waiting.values().forEach(proposal -> fail(proposal, why));
  }

  private static void fail(Waiting proposal, String why) {
    proposal.result.complete(proposal.mayBeAppended ? new Unknown(why) : NOT_LEADER);
  }
}
