package dev.vez.app.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.app.harness.FaultyNetwork.Cut;
import dev.vez.app.runtime.Conditions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Node 1 talks to node 2, which notes what it hears and says the same. */
@EnabledOnOs(OS.LINUX)
final class FaultyNetworkTest {

  private final FaultyNetwork network = new FaultyNetwork(2);
  private final AtomicInteger heardByTwo = new AtomicInteger(-1);
  private final AtomicInteger heardByOne = new AtomicInteger(-1);
  private final ServerSocket two;

  @TempDir private Path folder;

  FaultyNetworkTest() throws IOException {
    two = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  }

  @BeforeEach
  void attach() {
    Thread.ofVirtual().start(this::echo);
    network.attach(2, two.getLocalPort(), two.getLocalPort());
  }

  @AfterEach
  void close() throws IOException {
    two.close();
    network.close();
  }

  @Test
  void shouldCarryBothWays() throws IOException {
    try (Socket one = connect()) {
      one.getOutputStream().write(7);
      Conditions.await(() -> heardByOne.get() == 7);
    }
  }

  @Test
  void shouldHoldUpOneWayOnlyAndCarryTheRestOnceHealed() throws IOException {
    try (Socket one = connect()) {
      one.getOutputStream().write(1);
      Conditions.await(() -> heardByOne.get() == 1);
      network.cut(2, 1, Cut.SILENT);
      one.getOutputStream().write(2);
      Conditions.await(() -> heardByTwo.get() == 2);
      assertThat(heardByOne).hasValue(1);

      network.heal();

      Conditions.await(() -> heardByOne.get() == 2);
    }
  }

  @Test
  void shouldBreakConnectionsAndRefuseNewOnes() throws IOException {
    try (Socket one = connect()) {
      one.getOutputStream().write(1);
      Conditions.await(() -> heardByOne.get() == 1);

      network.cutBothWays(1, 2, Cut.BROKEN);

      Conditions.await(() -> heardByOne.get() == -2);
      // Before: the connection may be broken before connect() returns.
      heardByOne.set(-1);
      try (Socket _ = connect()) {
        Conditions.await(() -> heardByOne.get() == -2);
      }
    }
  }

  @Test
  void shouldTakeItsTimeWhereItIsSlow() throws IOException {
    try (Socket one = connect()) {
      network.delay(1, 2, Duration.ofMillis(120));
      long begun = System.nanoTime();
      one.getOutputStream().write(3);
      Conditions.await(() -> heardByOne.get() == 3);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(119));
    }
  }

  /** Node 1 resolves the name as its own hosts file says. */
  private Socket connect() throws IOException {
    String address = network.clientAddress(2);
    String name = address.substring(0, address.indexOf(':'));
    String host =
        Files.readAllLines(network.hostsFor(1, folder)).stream()
            .filter(line -> line.endsWith(' ' + name))
            .map(line -> line.substring(0, line.indexOf(' ')))
            .findFirst()
            .orElseThrow();
    Socket one = new Socket(host, Integer.parseInt(address.substring(address.indexOf(':') + 1)));
    Thread.ofVirtual().start(() -> listen(one));
    return one;
  }

  private void listen(Socket one) {
    try {
      for (int heard = one.getInputStream().read(); heard >= 0; ) {
        heardByOne.set(heard);
        heard = one.getInputStream().read();
      }
    } catch (IOException broken) {
      // As good as its end.
    }
    heardByOne.set(-2);
  }

  private void echo() {
    while (!two.isClosed()) {
      try {
        Socket accepted = two.accept();
        Thread.ofVirtual().start(() -> answer(accepted));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void answer(Socket accepted) {
    try (accepted) {
      for (int heard = accepted.getInputStream().read(); heard >= 0; ) {
        heardByTwo.set(heard);
        accepted.getOutputStream().write(heard);
        heard = accepted.getInputStream().read();
      }
    } catch (IOException broken) {
      // As good as its end.
    }
  }
}
