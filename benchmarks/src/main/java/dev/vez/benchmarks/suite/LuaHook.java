package dev.vez.benchmarks.suite;

import dev.vez.benchmarks.BrokerUnderTest;
import dev.vez.client.NewQueue;
import dev.vez.client.VezClient;
import java.util.List;
import java.util.Map;

/** What a script costs an enqueue. */
final class LuaHook implements Workload {

  private static final Map<String, String> HEADERS = Map.of("tenant", "acme", "weight", "2");

  @Override
  public String group() {
    return "lua";
  }

  @Override
  public List<String> names() {
    return List.of("lua_on_enqueue_overhead_us", "lua_throughput_with_hook");
  }

  @Override
  public void run(Bench bench, Figures figures) throws Exception {
    try (BrokerUnderTest broker = bench.startBroker();
        VezClient client = broker.connect()) {
      Bench.createQueue(client, NewQueue.named("plain"));
      Bench.createQueue(client, NewQueue.named("hooked").withOnEnqueue(Bench.BY_HEADERS));
      // By turns, so that what warms up or disturbs hits both.
      double plain = 0;
      double hooked = 0;
      for (int round = 0; round < 3; round++) {
        plain += Bench.sequential(() -> Bench.enqueueNanos(client, "plain", HEADERS)) / 3;
        hooked += Bench.sequential(() -> Bench.enqueueNanos(client, "hooked", HEADERS)) / 3;
      }
      figures.add("lua_on_enqueue_overhead_us", 1e6 / hooked - 1e6 / plain, "us");
      figures.perSecond("lua_throughput_with_hook", hooked);
    }
  }
}
