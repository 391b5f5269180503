package dev.vez.adapters.jraft;

import com.alipay.sofa.jraft.rpc.impl.BoltRpcClient;
import com.alipay.sofa.jraft.util.Endpoint;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Connects again where Bolt would not. A connection that the other side closes while Bolt still
 * enters it leaves a pool behind that holds nothing, and that Bolt takes for one with a connection:
 * it makes no other, for ever. So a follower that was being started, or stood behind something that
 * accepts before it does, was never replicated to again by a group whose leader had met it then.
 *
 * <p>Here a pool that has had no connection for {@link #PATIENCE_NANOS} is thrown away, and the
 * next look makes a new one.
 */
final class HealingRpcClient extends BoltRpcClient {

  /** Twice what Bolt gives a connection to come about. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** When each endpoint was first found without a connection. */
  private final Map<Endpoint, Long> missingSince = new ConcurrentHashMap<>();

  HealingRpcClient() {
    super(new com.alipay.remoting.rpc.RpcClient());
  }

  @Override
  public boolean checkConnection(Endpoint endpoint, boolean createIfAbsent) {
    boolean connected = super.checkConnection(endpoint, createIfAbsent);
    if (connected) {
      missingSince.remove(endpoint);
    } else if (createIfAbsent) {
      long now = System.nanoTime();
      Long since = missingSince.putIfAbsent(endpoint, now);
      if (since != null
          && now - since > PATIENCE_NANOS
          && missingSince.replace(endpoint, since, now)) {
        closeConnection(endpoint);
      }
    }
    return connected;
  }
}
