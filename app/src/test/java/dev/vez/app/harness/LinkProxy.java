package dev.vez.app.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Carries the connections from one node to one port of another. */
final class LinkProxy implements AutoCloseable {

  private static final int CHUNK_BYTES = 64 * 1024;
  private static final int BACKLOG = 128;
  private static final long BIND_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);
  private static final long BIND_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final ServerSocket listener;
  private final int targetPort;
  private final Flow there;
  private final Flow back;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

  private LinkProxy(ServerSocket listener, int targetPort, Flow there, Flow back) {
    this.listener = listener;
    this.targetPort = targetPort;
    this.there = there;
    this.back = back;
  }

  /**
   * Begins to listen.
   *
   * @param there what goes to the port
   * @param back what comes from it
   */
  static LinkProxy open(InetSocketAddress address, int targetPort, Flow there, Flow back) {
    try {
      ServerSocket listener = listenOn(address);
      LinkProxy proxy = new LinkProxy(listener, targetPort, there, back);
      Thread.ofVirtual().name("proxy " + address).start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot listen on " + address, e);
    }
  }

  /** The port may be that of a listener which was closed a moment ago. */
  private static ServerSocket listenOn(InetSocketAddress address) throws IOException {
    long end = System.nanoTime() + BIND_NANOS_MAX;
    while (true) {
      ServerSocket listener = new ServerSocket();
      try {
        listener.setReuseAddress(true);
        listener.bind(address, BACKLOG);
        return listener;
      } catch (BindException taken) {
        listener.close();
        if (System.nanoTime() - end > 0) {
          throw taken;
        }
        LockSupport.parkNanos(BIND_PAUSE_NANOS);
      }
    }
  }

  /** Closes the connections to which a flow belongs. */
  void breakConnectionsOf(Flow flow) {
    if (flow == there || flow == back) {
      connections.forEach(Connection::close);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException alreadyGone) {
      // Closed is closed.
    }
    connections.forEach(Connection::close);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Connection connection = new Connection(listener.accept());
        connections.add(connection);
        Thread.ofVirtual().start(connection::run);
        if (listener.isClosed()) {
          connection.close();
        }
      } catch (IOException e) {
        // Closed, or a connection that was gone before it was accepted.
      }
    }
  }

  /** One connection with its two ways. */
  private final class Connection {

    private final Socket source;
    private final Socket target = new Socket();

    Connection(Socket source) {
      this.source = source;
    }

    void run() {
      try {
        if (there.isBroken() || back.isBroken()) {
          return;
        }
        there.pass();
        target.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort));
        source.setTcpNoDelay(true);
        target.setTcpNoDelay(true);
        Thread returning = Thread.ofVirtual().start(() -> pump(target, source, back));
        pump(source, target, there);
        returning.join();
      } catch (IOException e) {
        // The other end sees it as well.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        close();
        connections.remove(this);
      }
    }

    private void pump(Socket from, Socket to, Flow flow) {
      byte[] chunk = new byte[CHUNK_BYTES];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int bytes = in.read(chunk); bytes >= 0; bytes = in.read(chunk)) {
          flow.pass();
          out.write(chunk, 0, bytes);
        }
        flow.pass();
        to.shutdownOutput();
      } catch (IOException e) {
        close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        close();
      }
    }

    void close() {
      closeQuietly(source);
      closeQuietly(target);
    }

    private static void closeQuietly(Socket socket) {
      try {
        socket.close();
      } catch (IOException e) {
        // Closed is closed.
      }
    }
  }
}
