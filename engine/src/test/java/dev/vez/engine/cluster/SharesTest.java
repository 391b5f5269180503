package dev.vez.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.engine.RecordingSink;
import dev.vez.engine.TestNode;
import dev.vez.ports.api.NewQueue;
import dev.vez.ports.api.QueueStats;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Three queues, one in each data group, whose messages draw from one token bucket. */
class SharesTest {

  private static final long TOKEN = 1_000_000;

  private final TestCluster cluster = TestCluster.of(3);
  private final Map<String, RecordingSink> sinks = new TreeMap<>();

  SharesTest() {
    for (String queue : List.of("a", "b", "c")) {
      cluster.accepted(
          cluster
              .engine(1)
              .admin()
              .createQueue(new NewQueue(queue, TestCluster.THROTTLED, "", 36_000_000)));
    }
    cluster.scheduler.advanceMillis(3_000);
  }

  @Test
  void shouldGiveNearlyAllToTheOnlyGroupThatWantsIt() {
    set("40,40");
    assertThat(rates()).containsOnly(40 * TOKEN / 3);
    fill("b", 2_000);

    cluster.scheduler.advanceMillis(5_000);
    long before = delivered("b");
    cluster.scheduler.advanceMillis(10_000);

    assertThat(delivered("b") - before).isBetween(370L, 400L);
    assertThat(rates().stream().mapToLong(each -> each).sum()).isLessThanOrEqualTo(40 * TOKEN);
  }

  @Test
  void shouldShareEvenlyAmongThoseThatWantItAndStayThere() {
    set("40,40");
    fill("b", 4_000);
    cluster.scheduler.advanceMillis(10_000);
    fill("a", 4_000);
    cluster.scheduler.advanceMillis(10_000);
    long beforeA = delivered("a");
    long beforeB = delivered("b");
    long metaEntries = cluster.logs.entries(0);
    cluster.scheduler.advanceMillis(20_000);

    assertThat(delivered("a") - beforeA).isBetween(370L, 400L);
    assertThat(delivered("b") - beforeB).isBetween(370L, 400L);
    assertThat(cluster.logs.entries(0)).isEqualTo(metaEntries);
  }

  @Test
  void shouldLetTheGroupsTakeTurnsAtABurstOfOneToken() {
    set("2,1");
    fill("a", 500);
    fill("b", 500);
    fill("c", 500);
    cluster.scheduler.advanceMillis(60_000);

    long all = delivered("a") + delivered("b") + delivered("c");
    assertThat(all).isBetween(80L, 121L);
    assertThat(sinks.keySet())
        .allSatisfy(queue -> assertThat(delivered(queue)).isGreaterThan(all / 5));
  }

  @Test
  void shouldNeverExceedTheBucketWhoeverLeads() {
    set("20,5");
    long start = cluster.scheduler.nowNanos();
    for (int round = 0; round < 12; round++) {
      fill(List.of("a", "b", "c").get(round % 3), 60);
      cluster.scheduler.advanceMillis(1_700);
      for (int group = 0; group <= 3; group++) {
        if ((round + group) % 4 == 0) {
          cluster.logs.lead(group, cluster.logs.leader(group) % 3 + 1);
        }
      }
      cluster.scheduler.advanceMillis(1_300);
      sinks.keySet().forEach(this::consume);
      double seconds = (cluster.scheduler.nowNanos() - start) / 1e9;
      assertThat(sinks.keySet().stream().mapToLong(this::leased).sum())
          .isLessThanOrEqualTo((long) (20 * seconds) + 5);
    }
    cluster.scheduler.advanceMillis(40_000);
    assertThat(sinks.keySet().stream().mapToLong(this::leased).sum()).isEqualTo(12 * 60);
  }

  @Test
  void shouldWriteNothingWhileNobodyLacksTokens() {
    set("1000,1000");
    fill("a", 10);
    cluster.scheduler.advanceMillis(3_000);
    List<Long> entries = entries();
    cluster.scheduler.advanceMillis(30_000);

    assertThat(entries()).isEqualTo(entries);
  }

  private List<Long> entries() {
    return IntStream.rangeClosed(0, 3).mapToObj(cluster.logs::entries).toList();
  }

  private void set(String value) {
    cluster.accepted(cluster.engine(2).config().setConfig("throttle.k", value));
  }

  private void fill(String queue, int messages) {
    for (int sent = 0; sent < messages; sent += 20) {
      cluster.accepted(
          cluster
              .engine(1)
              .messaging()
              .enqueueBatch(
                  TestNode.batch(
                      queue, 5, IntStream.range(0, 20).mapToObj(i -> "m").toArray(String[]::new))));
    }
    consume(queue);
  }

  /** Sees to it that somebody consumes a queue. */
  private void consume(String queue) {
    RecordingSink earlier = sinks.get(queue);
    if (earlier == null || earlier.end() != null) {
      RecordingSink sink = new RecordingSink().handingOver();
      sink.subscribed(cluster.accepted(cluster.engine(1).messaging().consume(queue, 1_000, sink)));
      sinks.put(queue, sink);
    }
  }

  /** Leases that were granted and are alive; none ends in these tests. */
  private long leased(String queue) {
    return cluster.accepted(cluster.engine(1).admin().queueStats(queue)).summary().inFlight();
  }

  private long delivered(String queue) {
    RecordingSink sink = sinks.get(queue);
    return sink == null ? 0 : sink.deliveries().size();
  }

  /** Micro-tokens per second in each group. */
  private List<Long> rates() {
    return List.of("a", "b", "c").stream()
        .map(queue -> cluster.accepted(cluster.engine(1).admin().queueStats(queue)))
        .map(QueueStats::throttles)
        .map(throttles -> throttles.getFirst().rateMicros())
        .toList();
  }
}
