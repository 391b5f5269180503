package dev.vez.adapters.jraft;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.error.RaftError;
import dev.vez.ports.replication.ProposalResult;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A proposal on its way through JRaft. JRaft answers with a status where it refuses or gives up,
 * and hands this back with the entry where it is committed.
 */
final class Proposal implements Closure {

  static final ProposalResult NOT_APPENDED = new ProposalResult.NotLeader("");

  private final CompletableFuture<ProposalResult> result = new CompletableFuture<>();

  /**
   * A proposal yet to be made.
   *
   * @param timeout after which nothing is known of it
   */
  Proposal(Duration timeout) {
    CompletionStage<ProposalResult> _ =
        result.completeOnTimeout(
            new ProposalResult.Unknown("no answer within " + timeout),
            timeout.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  CompletionStage<ProposalResult> result() {
    return result;
  }

  /** Its entry is committed. */
  void committed(long index, long term) {
    result.complete(new ProposalResult.Committed(index, term));
  }

  /** Nothing more will be heard of it. */
  void lost(String why) {
    result.complete(new ProposalResult.Unknown(why));
  }

  @Override
  public void run(Status status) {
    result.complete(
        refusedBeforeAppend(status)
            ? NOT_APPENDED
            : new ProposalResult.Unknown("JRaft says: " + status));
  }

  /**
   * Whether JRaft refused the proposal before it appended it. It says EPERM and EBUSY before as
   * well as after, so the text decides; what is not known here counts as appended.
   */
  static boolean refusedBeforeAppend(Status status) {
    String text = status.getErrorMsg() == null ? "" : status.getErrorMsg();
    RaftError error = status.getRaftError();
    if (error == RaftError.EPERM) {
      return text.equals("Is not leader.") || text.startsWith("expected_term=");
    }
    if (error == RaftError.EBUSY) {
      return text.equals("Is transferring leadership.")
          || text.startsWith("Node is busy, has too many tasks")
          || text.endsWith("log manager is busy.");
    }
    return error == RaftError.ENODESHUTDOWN;
  }
}
