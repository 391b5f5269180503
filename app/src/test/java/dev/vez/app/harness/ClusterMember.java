package dev.vez.app.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One node of a cluster under test, through all its processes. For one thread. */
public final class ClusterMember {

  private static final int START_TRIES = 3;

  /** What a process says whose port somebody else has. */
  private static final String TAKEN = "the address is in use";

  private final int node;
  private final FaultyNetwork network;
  private final BrokerSpec spec;
  private final List<String> peers;
  private @Nullable BrokerProcess process;

  /**
   * A node that is yet to be started.
   *
   * @param spec flags and settings that all nodes share
   * @param peers names of the client ports that it joins through, none for the first node
   */
  ClusterMember(int node, FaultyNetwork network, BrokerSpec spec, List<String> peers) {
    this.node = node;
    this.network = network;
    this.peers = peers;
    Path folder = spec.folder().resolve("node-" + node);
    List<String> flags = new ArrayList<>(spec.jvmFlags());
    flags.add("-Djdk.net.hosts.file=" + network.hostsFor(node, folder));
    this.spec = new BrokerSpec(folder, folder.resolve("data"), flags, spec.settings());
  }

  /** Its number. */
  public int node() {
    return node;
  }

  /** Whether it has a process. */
  public boolean isUp() {
    return process != null;
  }

  /** The process that it has now. */
  public BrokerProcess process() {
    BrokerProcess current = process;
    if (current == null) {
      throw new IllegalStateException("Node " + node + " is down");
    }
    return current;
  }

  /** Starts a process; it does not serve yet. */
  public BrokerProcess start() {
    return start(peers);
  }

  /** Starts a process on a data folder that is empty, or gone; it is to join through the others. */
  public BrokerProcess startAnew(List<String> throughPeers) {
    return start(throughPeers);
  }

  private BrokerProcess start(List<String> throughPeers) {
    int consensusPort = Ports.free();
    Map<String, String> settings = new HashMap<>(spec.settings());
    settings.put("cluster.enabled", "true");
    settings.put("cluster.node_id", Integer.toString(node));
    settings.put("cluster.secret", "\"the-secret-of-this-test\"");
    settings.put("cluster.bind_addr", quoted("127.0.0.1:" + consensusPort));
    settings.put("cluster.advertise_addr", quoted(network.consensusAddress(node)));
    settings.put("cluster.advertise_client_addr", quoted(network.clientAddress(node)));
    settings.put(
        "cluster.peers", throughPeers.stream().map(ClusterMember::quoted).toList().toString());
    BrokerProcess started = BrokerProcess.start(spec.withSettings(settings));
    process = started;
    network.attach(node, started.address().port(), consensusPort);
    return started;
  }

  /**
   * Waits until it serves; starts it again where somebody took its port.
   *
   * @throws AssertionError if it does not within {@code limit}
   */
  public void awaitServing(Duration limit) {
    for (int tries = 1; ; tries++) {
      try {
        process().awaitServing(limit);
        return;
      } catch (AssertionError failure) {
        if (tries == START_TRIES || !process().output().contains(TAKEN)) {
          throw failure;
        }
        process().close();
        start();
      }
    }
  }

  /** {@code kill -9}. */
  public void kill() {
    process().kill();
    gone();
  }

  /** SIGTERM, and waits for its end. */
  public void stop(Duration limit) {
    process().terminate();
    process().awaitExit(limit);
    gone();
  }

  /** Deletes all that it has on disk. It must be down. */
  public void wipe() {
    if (isUp()) {
      throw new IllegalStateException("Node " + node + " runs");
    }
    try (Stream<Path> all = Files.walk(spec.dataFolder())) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot wipe node " + node, e);
    }
  }

  private void gone() {
    network.detach(node);
    process = null;
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }
}
