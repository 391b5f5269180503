package dev.vez.app.demo;

import dev.vez.client.BrokerAddress;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Three nodes, each a process on free loopback ports. None outlives this process. */
final class DemoCluster implements AutoCloseable {

  static final int NODES = 3;

  private static final int SAID_CHARS_MAX = 2_000;

  private final Path folder;
  private final String consensus;
  private final String secret = UUID.randomUUID().toString();
  private final int[] ports = freePorts();
  private final List<Process> processes = new ArrayList<>();
  private final Thread reaper = new Thread(this::killAll, "end demo nodes");

  /**
   * A cluster that is yet to be started.
   *
   * @param consensus value of {@code cluster.consensus}
   */
  DemoCluster(Path folder, String consensus) {
    this.folder = folder;
    this.consensus = consensus;
  }

  /** Starts all; they do not serve yet. */
  void start() {
    Runtime.getRuntime().addShutdownHook(reaper);
    for (int node = 1; node <= NODES; node++) {
      try {
        processes.add(start(node));
      } catch (IOException e) {
        throw new UncheckedIOException("node " + node + " cannot be started", e);
      }
    }
  }

  /** Where a node takes calls. */
  BrokerAddress address(int node) {
    return new BrokerAddress("127.0.0.1", ports[node - 1]);
  }

  /** SIGKILL; returns when it was sent. */
  void kill(int node) {
    processes.get(node - 1).toHandle().destroyForcibly();
  }

  /**
   * Fails if a node has ended by itself.
   *
   * @throws IllegalStateException with what it has said
   */
  void checkAlive() {
    for (int node = 1; node <= NODES; node++) {
      Process process = processes.get(node - 1);
      if (!process.isAlive()) {
        throw new IllegalStateException(
            "node %d has ended with exit code %d: %s"
                .formatted(node, process.exitValue(), said(node)));
      }
    }
  }

  @Override
  public void close() {
    killAll();
    try {
      Runtime.getRuntime().removeShutdownHook(reaper);
    } catch (IllegalStateException alreadyEnding) {
      // Then it finds nothing to end.
    }
  }

  private void killAll() {
    processes.forEach(process -> process.toHandle().destroyForcibly());
    for (Process process : processes) {
      try {
        process.waitFor(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private Process start(int node) throws IOException {
    Path home = Files.createDirectories(folder.resolve("node-" + node));
    Path config = Files.writeString(home.resolve("vez.toml"), config(node));
    ProcessBuilder builder =
        new ProcessBuilder(command(config, home.resolve("data")))
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("log").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("VEZ_"));
    return builder.start();
  }

  private String config(int node) {
    String peers = node == 1 ? "" : "peers = [\"127.0.0.1:" + ports[0] + "\"]\n";
    return """
        [server]
        listen_addr = "127.0.0.1:%d"

        [cluster]
        enabled = true
        node_id = %d
        bind_addr = "127.0.0.1:%d"
        secret = "%s"
        consensus = "%s"
        groups = 1
        %s
        [memory]
        store_bytes = 33554432
        store_write_bytes = 8388608
        """
        .formatted(ports[node - 1], node, ports[NODES + node - 1], secret, consensus, peers);
  }

  /** The same Java and the same classes, set to start fast and to stay small. */
  private static List<String> command(Path config, Path data) {
    return Stream.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:-UsePerfData",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx384m",
            "-cp",
            classPath(),
            DemoNode.class.getName(),
            "server",
            "--config",
            config.toString(),
            "--data-dir",
            data.toString())
        .toList();
  }

  /** Of this process, for one that runs in another folder. */
  private static String classPath() {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(System.getProperty("java.class.path"))
        .map(each -> Path.of(each).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private String said(int node) {
    try {
      String log =
          Files.readString(folder.resolve("node-" + node).resolve("log"), StandardCharsets.UTF_8);
      return log.substring(Math.max(0, log.length() - SAID_CHARS_MAX)).strip();
    } catch (IOException e) {
      return "it has said nothing";
    }
  }

  /** For the clients of each node, then for the consensus of each; all different. */
  private static int[] freePorts() {
    List<ServerSocket> held = new ArrayList<>();
    try {
      int[] ports = new int[2 * NODES];
      for (int i = 0; i < ports.length; i++) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        held.add(socket);
        ports[i] = socket.getLocalPort();
      }
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException("there is no free port", e);
    } finally {
      for (ServerSocket socket : held) {
        close(socket);
      }
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Closed is closed.
    }
  }
}
