package dev.vez.ports.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;

class InMemoryNetworkTest extends PeersContract {

  private final ArrayDeque<Runnable> wire = new ArrayDeque<>();
  private final InMemoryNetwork network = new InMemoryNetwork(wire::add);
  private final Peers peers = network.peersOf("me:1");
  private int nodes;

  @Override
  protected Peers peers() {
    return peers;
  }

  @Override
  protected String serve(PeerService service) {
    String address = "node-" + ++nodes + ":1";
    network.serve(address, service);
    return address;
  }

  @Override
  protected String deadAddress() {
    return "nobody:1";
  }

  @Override
  protected void breakOff(String address) {
    network.stopServing(address);
  }

  @Override
  protected void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      assertThat(wire).isNotEmpty();
      wire.remove().run();
    }
  }
}
