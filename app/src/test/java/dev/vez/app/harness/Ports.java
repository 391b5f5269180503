package dev.vez.app.harness;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback for processes that are yet to be started. They are not of those that the
 * system gives to outgoing connections, of which a cluster has many: one of them might take the
 * port in the meantime.
 */
public final class Ports {

  private static final int MIN = 18_000;
  private static final int MAX = 32_000;

  /** Those that were given already. */
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private Ports() {}

  /** One that nobody listens on, on whatever address. */
  public static int free() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(MIN, MAX);
      if (GIVEN.add(port) && isFree(port)) {
        return port;
      }
      if (GIVEN.size() > (MAX - MIN) / 2) {
        GIVEN.clear();
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, new InetSocketAddress(0).getAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
