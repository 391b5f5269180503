package dev.vez.app.campaign;

import dev.vez.app.harness.BrokerProcess;
import dev.vez.app.harness.BrokerSpec;
import dev.vez.app.harness.ClusterMember;
import dev.vez.app.harness.Directory;
import dev.vez.app.harness.Drain;
import dev.vez.app.harness.Elapse;
import dev.vez.app.harness.Endpoint;
import dev.vez.app.harness.Event;
import dev.vez.app.harness.Habits;
import dev.vez.app.harness.History;
import dev.vez.app.harness.Payloads;
import dev.vez.app.harness.ProducerSpec;
import dev.vez.app.harness.ProducerSpec.Sizes;
import dev.vez.app.harness.Queues;
import dev.vez.app.harness.Recorder;
import dev.vez.app.harness.TestCluster;
import dev.vez.app.harness.Verdict;
import dev.vez.app.harness.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Load and faults, in rounds. A round begins with two queues of its own, strikes for a while,
 * drains and judges; the nodes and their data stay.
 *
 * <p>As in the test of a broker alone, one queue has consumers of every kind all the time, and the
 * other one has none until the end, so that the order of its messages can be judged.
 */
final class Campaign implements AutoCloseable {

  /** Log entries between snapshots. */
  static final int SNAPSHOT_ENTRIES = 1_000;

  private static final int DATA_GROUPS = 2;
  private static final Duration VISIBILITY = Duration.ofSeconds(3);
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration WHOLE_LIMIT = Duration.ofMinutes(2);
  private static final Duration DRAIN_LIMIT = Duration.ofMinutes(2);
  private static final Duration PROGRESS_LIMIT = Duration.ofSeconds(30);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(5);
  private static final Duration CALM = Duration.ofMillis(1_500);
  private static final int KEYS = 8;
  private static final int MESSAGES_PER_TICK = 30;
  private static final Duration TICK = Duration.ofMillis(100);

  /** Beyond it the machine would only drain. */
  private static final int MESSAGES_PER_ROUND_MAX = 40_000;

  private final Path folder;
  private final SplittableRandom random;
  private final CampaignFigures figures = new CampaignFigures();
  private final List<Fault> left = new ArrayList<>();
  private final TestCluster cluster;
  private int round;

  Campaign(Path folder, String consensus, long seed) {
    this.folder = folder;
    this.random = new SplittableRandom(seed);
    BrokerSpec spec =
        BrokerSpec.in(folder)
            .withJvmFlags(
                "-Xmx320m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xlog:aot=off")
            .withSettings(
                Map.ofEntries(
                    Map.entry("cluster.consensus", '"' + consensus + '"'),
                    Map.entry("cluster.groups", Integer.toString(DATA_GROUPS)),
                    Map.entry("cluster.snapshot_threshold", Integer.toString(SNAPSHOT_ENTRIES)),
                    Map.entry("memory.store_bytes", "33554432"),
                    Map.entry("memory.store_write_bytes", "8388608"),
                    Map.entry("memory.window_bytes", "8388608"),
                    Map.entry("memory.fresh_payload_bytes", "8388608"),
                    Map.entry("limits.inbox_bytes_max", "16777216"),
                    Map.entry("limits.hook_backlog_bytes_max", "16777216")));
    this.cluster = new TestCluster(withFasterStarts(spec));
  }

  /** A first run, from which Java keeps classes. */
  private static BrokerSpec withFasterStarts(BrokerSpec spec) {
    Path folder = spec.folder().resolve("training");
    Path cache = folder.resolve("vez.aot");
    BrokerSpec training =
        new BrokerSpec(folder, folder.resolve("data"), spec.jvmFlags(), spec.settings())
            .withJvmFlag("-XX:AOTCacheOutput=" + cache);
    try (TestCluster alone = new TestCluster(training)) {
      ClusterMember only = alone.member(1);
      only.start();
      only.awaitServing(START_LIMIT);
      only.stop(START_LIMIT);
    }
    return Files.exists(cache) ? spec.withJvmFlag("-XX:AOTCache=" + cache) : spec;
  }

  /** What was done so far. */
  CampaignFigures figures() {
    return figures;
  }

  /** Forms the cluster. */
  void begin() {
    for (ClusterMember member : cluster.members()) {
      member.start();
    }
    for (ClusterMember member : cluster.members()) {
      member.awaitServing(START_LIMIT);
    }
    cluster.awaitWhole(WHOLE_LIMIT);
  }

  /** One round, with at least one fault. */
  void run(Duration length) {
    round++;
    String competing = "competing-" + round;
    String ordered = "ordered-" + round;
    Recorder recorder = new Recorder(new History(), new Payloads(random.nextLong()), CALL_LIMIT);
    recorder.history().add(Event.Replicated::new);
    for (String queue : List.of(competing, ordered)) {
      Queues.create(cluster.member(1).process(), queue, VISIBILITY);
      Queues.note(recorder, queue, VISIBILITY);
    }
    Directory directory = Directory.ofCluster();
    try {
      strike(recorder, directory, competing, ordered, length);
      drain(recorder, List.of(competing, ordered));
    } catch (AssertionError | RuntimeException failure) {
      recorder.history().writeTo(historyFile());
      throw failure;
    }
    Verdict verdict = Verdict.on(recorder.history());
    figures.judged(recorder.history(), verdict);
    verdict.assertNothingFound(historyFile());
  }

  private Path historyFile() {
    return folder.resolve("history-" + round + ".txt");
  }

  private void strike(
      Recorder recorder, Directory directory, String competing, String ordered, Duration length) {
    SplittableRandom choices = random.split();
    Nemesis nemesis = new Nemesis(cluster, DATA_GROUPS + 1, directory, recorder, choices.split());
    for (ClusterMember member : cluster.members()) {
      directory.publish(member.process().endpoint());
    }
    try (Workload workload = new Workload(recorder, directory, choices.nextLong())) {
      workload.produce(new ProducerSpec(competing, KEYS, 1, Sizes.MIXED));
      workload.produce(new ProducerSpec(competing, KEYS, 1, Sizes.MIXED));
      workload.produce(new ProducerSpec(competing, KEYS, 16, Sizes.MIXED));
      workload.produce(new ProducerSpec(ordered, KEYS, 1, Sizes.MIXED));
      workload.produce(new ProducerSpec(ordered, KEYS, 4, Sizes.MIXED));
      workload.consume(competing, Habits.MIXED);
      workload.consume(competing, Habits.RESTLESS);
      workload.consume(competing, Habits.RESTLESS);
      workload.consume(competing, Habits.SLOW);
      workload.allowEach(TICK, MESSAGES_PER_TICK, MESSAGES_PER_ROUND_MAX);
      long end = System.nanoTime() + length.toNanos();
      do {
        Elapse.of(CALM);
        Fault fault = nextFault(choices);
        long begun = System.nanoTime();
        nemesis.strike(fault);
        figures.struck(fault, Duration.ofNanos(System.nanoTime() - begun));
        awaitProgress(recorder, competing, ordered);
      } while (System.nanoTime() - end < 0);
    }
  }

  /** Every fault comes once before any comes again. */
  private Fault nextFault(SplittableRandom choices) {
    if (left.isEmpty()) {
      left.addAll(List.of(Fault.values()));
    }
    return left.remove(choices.nextInt(left.size()));
  }

  /** Through any node, both queues take messages again. */
  private void awaitProgress(Recorder recorder, String... queues) {
    for (ClusterMember member : cluster.members()) {
      for (String queue : queues) {
        Attempts.until(
            "node " + member.node() + " to take a message for " + queue,
            PROGRESS_LIMIT,
            () -> Queues.sendOne(recorder, member.process().endpoint(), queue));
      }
    }
  }

  /** Empties the queues, has every node restarted, and looks whether they are still empty. */
  private void drain(Recorder recorder, List<String> queues) {
    Endpoint endpoint = anyProcess().endpoint();
    Drain.emptyOfCluster(recorder, endpoint, queues, DRAIN_LIMIT);
    cluster.awaitAgreement(WHOLE_LIMIT);
    recorder.fault("kill -9 of all nodes after the drain");
    for (ClusterMember member : cluster.members()) {
      member.kill();
    }
    for (ClusterMember member : cluster.members()) {
      member.start();
    }
    for (ClusterMember member : cluster.members()) {
      member.awaitServing(START_LIMIT);
    }
    cluster.awaitWhole(WHOLE_LIMIT);
    endpoint = anyProcess().endpoint();
    for (String queue : queues) {
      Queues.sendOneOfEach(recorder, endpoint, queue, KEYS);
    }
    Drain.emptyOfCluster(recorder, endpoint, queues, DRAIN_LIMIT);
    cluster.awaitAgreement(WHOLE_LIMIT);
    recorder.history().add(Event.Drained::new);
  }

  private BrokerProcess anyProcess() {
    return cluster.member(random.nextInt(TestCluster.NODES) + 1).process();
  }

  @Override
  public void close() {
    cluster.close();
  }
}
