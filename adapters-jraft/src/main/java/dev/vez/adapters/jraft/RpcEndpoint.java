package dev.vez.adapters.jraft;

import com.alipay.sofa.jraft.NodeManager;
import com.alipay.sofa.jraft.rpc.ProtobufMsgFactory;
import com.alipay.sofa.jraft.rpc.impl.BoltRpcServer;
import com.alipay.sofa.jraft.rpc.impl.PingRequestProcessor;
import com.alipay.sofa.jraft.rpc.impl.core.AppendEntriesRequestProcessor;
import com.alipay.sofa.jraft.rpc.impl.core.GetFileRequestProcessor;
import com.alipay.sofa.jraft.rpc.impl.core.InstallSnapshotRequestProcessor;
import com.alipay.sofa.jraft.rpc.impl.core.RequestVoteRequestProcessor;
import com.alipay.sofa.jraft.rpc.impl.core.TimeoutNowRequestProcessor;
import com.alipay.sofa.jraft.util.Endpoint;

/**
 * Where this node's groups are reached by other nodes. Serves what Raft needs between members and
 * none of JRaft's administration, which would let anybody who reaches the port change the members.
 */
final class RpcEndpoint implements AutoCloseable {

  private final BoltRpcServer server;
  private final Endpoint endpoint;

  private RpcEndpoint(BoltRpcServer server, Endpoint endpoint) {
    this.server = server;
    this.endpoint = endpoint;
  }

  /** Listens. */
  static RpcEndpoint open(JraftSettings settings) {
    ProtobufMsgFactory.load();
    Address listen = Address.parse(settings.listenAddress());
    // A place to set up TLS: Bolt's server has options for it.
    BoltRpcServer server =
        new BoltRpcServer(
            new com.alipay.remoting.rpc.RpcServer(listen.bindHost(), listen.port(), true));
    AppendEntriesRequestProcessor appendEntries = new AppendEntriesRequestProcessor(null);
    server.registerConnectionClosedEventListener(appendEntries);
    server.registerProcessor(appendEntries);
    server.registerProcessor(new GetFileRequestProcessor(null));
    server.registerProcessor(new InstallSnapshotRequestProcessor(null));
    server.registerProcessor(new RequestVoteRequestProcessor(null));
    server.registerProcessor(new TimeoutNowRequestProcessor(null));
    server.registerProcessor(new PingRequestProcessor(null));
    boolean listening;
    try {
      listening = server.init(null);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "Expected to listen at " + settings.listenAddress() + ", but could not", e);
    }
    if (!listening) {
      throw new IllegalStateException(
          "Expected to listen at " + settings.listenAddress() + ", but could not");
    }
    Endpoint endpoint = Address.parse(settings.address()).endpoint();
    NodeManager.getInstance().addAddress(endpoint);
    return new RpcEndpoint(server, endpoint);
  }

  @Override
  public void close() {
    NodeManager.getInstance().removeAddress(endpoint);
    server.shutdown();
  }
}
