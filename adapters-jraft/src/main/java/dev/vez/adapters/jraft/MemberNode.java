package dev.vez.adapters.jraft;

import com.alipay.sofa.jraft.core.ElectionPriority;
import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.rpc.RpcRequestClosure;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowResponse;
import com.google.protobuf.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** JRaft's node of a group, which takes no part in elections while its {@link JoinGuard} waits. */
final class MemberNode extends NodeImpl {

  private static final Logger LOG = LoggerFactory.getLogger(MemberNode.class);

  private final JoinGuard guard;

  MemberNode(String groupId, PeerId self, JoinGuard guard) {
    super(groupId, self);
    this.guard = guard;
  }

  /** With this priority a node does not stand for election. */
  static int electionPriority(JoinGuard guard) {
    return guard.isWaiting() ? ElectionPriority.NotElected : ElectionPriority.Disabled;
  }

  @Override
  public Message handlePreVoteRequest(RequestVoteRequest request) {
    return guard.isWaiting() ? noVote(request) : super.handlePreVoteRequest(request);
  }

  @Override
  public Message handleRequestVoteRequest(RequestVoteRequest request) {
    return guard.isWaiting() ? noVote(request) : super.handleRequestVoteRequest(request);
  }

  @Override
  public @Nullable Message handleTimeoutNowRequest(
      TimeoutNowRequest request, RpcRequestClosure done) {
    if (guard.isWaiting()) {
      return TimeoutNowResponse.newBuilder().setTerm(request.getTerm()).setSuccess(false).build();
    }
    return super.handleTimeoutNowRequest(request, done);
  }

  @Override
  public @Nullable Message handleAppendEntriesRequest(
      AppendEntriesRequest request, RpcRequestClosure done) {
    Message response = super.handleAppendEntriesRequest(request, done);
    if (guard.isWaiting() && isTaken(response) && guard.took(request)) {
      LOG.info("Node {} has caught up with its group and may vote", getNodeId());
      writeLock.lock();
      try {
        getServerId().setPriority(ElectionPriority.Disabled);
      } finally {
        writeLock.unlock();
      }
    }
    return response;
  }

  /** JRaft answers later, with null now, where it has appended entries. */
  private static boolean isTaken(@Nullable Message response) {
    return response == null
        || (response instanceof AppendEntriesResponse answer && answer.getSuccess());
  }

  private static RequestVoteResponse noVote(RequestVoteRequest request) {
    // The asker's own term, so that it does not step down for a node that knows nothing.
    long term = request.getPreVote() ? request.getTerm() - 1 : request.getTerm();
    return RequestVoteResponse.newBuilder().setTerm(term).setGranted(false).build();
  }
}
