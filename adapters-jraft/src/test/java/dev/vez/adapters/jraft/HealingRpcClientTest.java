package dev.vez.adapters.jraft;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.remoting.ConnectionPool;
import com.alipay.remoting.DefaultConnectionManager;
import com.alipay.remoting.Url;
import com.alipay.remoting.rpc.RpcAddressParser;
import com.alipay.remoting.util.RunStateRecordedFutureTask;
import com.alipay.sofa.jraft.option.RpcOptions;
import com.alipay.sofa.jraft.rpc.impl.BoltRpcClient;
import com.alipay.sofa.jraft.util.Endpoint;
import com.alipay.sofa.jraft.util.RpcFactoryHelper;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class HealingRpcClientTest {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  @Test
  void shouldBeWhatJraftCallsOtherNodesWith() {
    BoltRpcClient client = (BoltRpcClient) RpcFactoryHelper.rpcFactory().createRpcClient(null);
    assertThat(client).isInstanceOf(HealingRpcClient.class);
  }

  @Test
  void shouldConnectAgainWhereBoltHasKeptAnEmptyPool() throws Exception {
    HealingRpcClient client = new HealingRpcClient();
    client.init(new RpcOptions());
    try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Endpoint endpoint = new Endpoint("127.0.0.1", listener.getLocalPort());
      leaveEmptyPool(client, endpoint);
      assertThat(client.checkConnection(endpoint)).isFalse();

      await(client, endpoint);
    } finally {
      client.shutdown();
    }
  }

  private static void await(HealingRpcClient client, Endpoint endpoint) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!client.checkConnection(endpoint, true)) {
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /** As a connection leaves one that is closed while it is being entered. */
  private static void leaveEmptyPool(BoltRpcClient client, Endpoint endpoint) {
    Url url = new RpcAddressParser().parse(endpoint.toString());
    DefaultConnectionManager manager =
        (DefaultConnectionManager) client.getRpcClient().getConnectionManager();
    RunStateRecordedFutureTask<ConnectionPool> made =
        new RunStateRecordedFutureTask<>(
            () -> new ConnectionPool(manager.getConnectionSelectStrategy()));
    made.run();
    manager.getConnPools().put(url.getUniqueKey(), made);
  }
}
