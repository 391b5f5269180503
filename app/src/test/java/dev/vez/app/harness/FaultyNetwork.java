package dev.vez.app.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The network between the nodes of a cluster on this machine, which can be cut and slowed, in each
 * direction by itself.
 *
 * <p>Each node has a name, {@code node-N}, which every other node resolves to a loopback address of
 * its own (by {@link #hostsFor}). So there is a proxy for each pair of nodes, which knows who talks
 * to whom, and processes need no rights and no namespaces. All of {@code 127.0.0.0/8} must be the
 * loopback, as it is on Linux.
 *
 * <p>Clients of the test reach nodes past this network.
 */
public final class FaultyNetwork implements AutoCloseable {

  /** What becomes of the bytes that are on their way. */
  public enum Cut {
    /** They wait, as TCP would send them again and again; connections stay open. */
    SILENT,

    /** Connections break, and new ones are closed at once. */
    BROKEN
  }

  private record Pair(int from, int to) {}

  private final int nodes;
  private final Map<Pair, Flow> flows = new HashMap<>();
  private final Map<Integer, Integer> clientPorts = new HashMap<>();
  private final Map<Integer, Integer> consensusPorts = new HashMap<>();
  private final Map<Integer, List<LinkProxy>> proxiesTo = new HashMap<>();

  /** A network of nodes 1 to {@code nodes}, with nobody in it yet. */
  public FaultyNetwork(int nodes) {
    this.nodes = nodes;
    for (int from = 1; from <= nodes; from++) {
      for (int to = 1; to <= nodes; to++) {
        flows.put(new Pair(from, to), new Flow());
      }
      clientPorts.put(from, Ports.free());
      consensusPorts.put(from, Ports.free());
    }
  }

  /** Where the others reach the client port of a node, in their own eyes. */
  public String clientAddress(int node) {
    return name(node) + ":" + clientPorts.get(node);
  }

  /** Where the others reach the consensus port of a node, in their own eyes. */
  public String consensusAddress(int node) {
    return name(node) + ":" + consensusPorts.get(node);
  }

  /** Writes how a node resolves the names of the others, for {@code -Djdk.net.hosts.file}. */
  public Path hostsFor(int node, Path folder) {
    StringBuilder hosts = new StringBuilder("127.0.0.1 localhost\n");
    for (int to = 1; to <= nodes; to++) {
      hosts.append(address(node, to)).append(' ').append(name(to)).append('\n');
    }
    try {
      hosts.append("127.0.0.1 ").append(InetAddress.getLocalHost().getHostName()).append('\n');
    } catch (UnknownHostException nameless) {
      // Then nobody asks for it either.
    }
    Path file = folder.resolve("hosts-" + node);
    try {
      Files.createDirectories(folder);
      Files.writeString(file, hosts);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
    return file;
  }

  /** A node is there, with these ports on {@code 127.0.0.1}. */
  public synchronized void attach(int node, int clientPort, int consensusPort) {
    detach(node);
    List<LinkProxy> proxies = new ArrayList<>();
    proxiesTo.put(node, proxies);
    for (int from = 1; from <= nodes; from++) {
      Flow there = flow(from, node);
      Flow back = flow(node, from);
      String host = address(from, node);
      proxies.add(
          LinkProxy.open(
              new InetSocketAddress(host, clientPorts.getOrDefault(node, 0)),
              clientPort,
              there,
              back));
      proxies.add(
          LinkProxy.open(
              new InetSocketAddress(host, consensusPorts.getOrDefault(node, 0)),
              consensusPort,
              there,
              back));
    }
  }

  /** A node is gone: connecting to it is refused. */
  public synchronized void detach(int node) {
    List<LinkProxy> proxies = proxiesTo.remove(node);
    if (proxies != null) {
      proxies.forEach(LinkProxy::close);
    }
  }

  /** Nothing gets from one node to the other any more; the way back stays as it is. */
  public synchronized void cut(int from, int to, Cut how) {
    if (from == to) {
      return;
    }
    flow(from, to).cut(how);
    if (how == Cut.BROKEN) {
      breakBetween(from, to);
    }
  }

  /** Nothing gets from one node to the other any more, nor back. */
  public void cutBothWays(int one, int other, Cut how) {
    cut(one, other, how);
    cut(other, one, how);
  }

  /** What goes from one node to the other takes longer. */
  public synchronized void delay(int from, int to, Duration delay) {
    if (from != to) {
      flow(from, to).delay(delay);
    }
  }

  /** All is well again. */
  public synchronized void heal() {
    flows.values().forEach(Flow::heal);
  }

  @Override
  public synchronized void close() {
    heal();
    List.copyOf(proxiesTo.keySet()).forEach(this::detach);
  }

  private void breakBetween(int one, int other) {
    Flow there = flow(one, other);
    proxiesTo
        .values()
        .forEach(proxies -> proxies.forEach(proxy -> proxy.breakConnectionsOf(there)));
  }

  private Flow flow(int from, int to) {
    Flow flow = flows.get(new Pair(from, to));
    if (flow == null) {
      throw new IllegalArgumentException("There is no way from " + from + " to " + to);
    }
    return flow;
  }

  private static String name(int node) {
    return "node-" + node;
  }

  private static String address(int from, int to) {
    return "127.0." + (100 + from) + "." + to;
  }
}
