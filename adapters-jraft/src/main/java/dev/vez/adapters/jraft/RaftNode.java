package dev.vez.adapters.jraft;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.entity.EnumOutter.ErrorType;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.error.RaftException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Small help with JRaft's nodes and closures. */
final class RaftNode {

  private RaftNode() {}

  /**
   * Calls JRaft and tells what it answers; what it throws counts as EINVAL.
   *
   * @param call given the closure to pass on
   */
  static CompletionStage<Status> ask(Consumer<Closure> call) {
    CompletableFuture<Status> answer = new CompletableFuture<>();
    try {
      call.accept(answer::complete);
    } catch (RuntimeException e) {
      answer.complete(new Status(RaftError.EINVAL, "%s", e.getMessage()));
    }
    return answer;
  }

  /** Puts a node into its error state, from which only a restart gets it. */
  static void fail(MemberNode node, Throwable cause) {
    node.onError(
        new RaftException(
            ErrorType.ERROR_TYPE_STATE_MACHINE, RaftError.ESTATEMACHINE, "%s", cause));
  }
}
