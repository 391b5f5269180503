package dev.vez.adapters.jraft;

import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.rpc.impl.BoltRaftRpcFactory;
import com.alipay.sofa.jraft.util.SPI;
import org.jspecify.annotations.Nullable;

/**
 * Gives JRaft a {@link HealingRpcClient} wherever it calls other nodes. JRaft finds it by itself.
 */
@SPI(priority = 1)
public final class HealingRpcFactory extends BoltRaftRpcFactory {

  /** For JRaft. */
  public HealingRpcFactory() {}

  @Override
  public RpcClient createRpcClient(@Nullable ConfigHelper<RpcClient> helper) {
    HealingRpcClient client = new HealingRpcClient();
    if (helper != null) {
      helper.config(client);
    }
    return client;
  }
}
