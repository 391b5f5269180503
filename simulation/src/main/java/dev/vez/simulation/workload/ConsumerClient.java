package dev.vez.simulation.workload;

import dev.vez.domain.id.LeaseId;
import dev.vez.simulation.audit.Event.Verb;
import dev.vez.simulation.cluster.SimulatedCluster;
import dev.vez.simulation.world.Chance;
import dev.vez.simulation.world.Connection;
import dev.vez.simulation.world.FaultKind;
import dev.vez.simulation.world.Faults;
import dev.vez.simulation.world.SimulatedNode;
import dev.vez.simulation.world.World;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A consumer with manners, over many lives: it subscribes, works, falls silent, dies, and comes
 * back under another name, sometimes with leases of an earlier life.
 */
final class ConsumerClient {

  private static final long RETRY_MICROS_MAX = 500_000;
  private static final long EXTENSION_MILLIS_MAX = 30_000;
  private static final long HALF_OPEN_MICROS_MAX = 20_000_000;

  /** From a call to a client's conclusion that no answer will come. */
  private static final long PATIENCE_MICROS = 5_000_000;

  private final World world;
  private final SimulatedCluster cluster;
  private final Gateway gateway;
  private final Manners manners;
  private final Supplier<String> queues;
  private @Nullable Connection connection;
  private @Nullable Transport transport;
  private boolean stopped;

  /** Number of its subscription; what was meant for an earlier one is dropped. */
  private int life;

  /**
   * A consumer that is yet to be started.
   *
   * @param queues names the queue of its next life
   */
  ConsumerClient(
      World world,
      SimulatedCluster cluster,
      Gateway gateway,
      Manners manners,
      Supplier<String> queues) {
    this.world = world;
    this.cluster = cluster;
    this.gateway = gateway;
    this.manners = manners;
    this.queues = queues;
  }

  /** Subscribes soon, and again whenever that ends. */
  void start() {
    int next = ++life;
    world.afterMicros(chance().skewed(0, RETRY_MICROS_MAX), () -> subscribe(next));
  }

  /** Is gone for good, and the node knows. */
  void stop() {
    stopped = true;
    life++;
    Transport current = transport;
    if (current != null) {
      current.close();
    }
  }

  private void subscribe(int thisLife) {
    if (stopped || thisLife != life) {
      return;
    }
    SimulatedNode node = cluster.nodeFor(SimulatedCluster.DATA_GROUP);
    if (node == null) {
      start();
      return;
    }
    Connection opened = new Connection(world, node);
    connection = opened;
    Transport attached =
        new Transport(
            world,
            opened,
            queues.get(),
            chance().between(1, manners.windowMax()),
            manners.takeMicrosMax(),
            held -> received(thisLife, held),
            () -> ended(thisLife));
    transport = attached;
    gateway.subscribe(opened, attached);
    watch(thisLife, opened);
    if (manners.lifeMillisMax() > 0) {
      long micros = TimeUnit.MILLISECONDS.toMicros(chance().between(1, manners.lifeMillisMax()));
      world.afterMicros(micros, () -> die(thisLife, opened, attached));
    }
  }

  /** Looks from time to time whether the node is still there. */
  private void watch(int thisLife, Connection opened) {
    world.afterMicros(
        PATIENCE_MICROS,
        () -> {
          if (thisLife == life && !stopped) {
            Transport current = transport;
            if (!opened.isOpen() || (current != null && current.isIdle())) {
              if (current != null) {
                current.close();
              }
              start();
            } else {
              watch(thisLife, opened);
            }
          }
        });
  }

  private void ended(int thisLife) {
    if (thisLife == life && !stopped) {
      start();
    }
  }

  private void die(int thisLife, Connection opened, Transport attached) {
    if (thisLife != life || stopped) {
      return;
    }
    Faults faults = world.faults();
    faults.count(FaultKind.CLIENT_DIED);
    opened.breakOff();
    if (faults.strikesPercent(faults.rates().halfOpenPercent())) {
      faults.count(FaultKind.HALF_OPEN);
      attached.halfOpen(chance().skewed(0, 50));
      world.afterMicros(chance().between(0, HALF_OPEN_MICROS_MAX), attached::close);
    } else {
      attached.close();
    }
    start();
  }

  private void received(int thisLife, HeldMessage held) {
    if (thisLife != life || stopped) {
      return;
    }
    if (chance().percent(manners.silentPercent())) {
      return;
    }
    long workMicros = chance().skewed(0, manners.workMicrosMax());
    if (chance().percent(manners.extendPercent())) {
      // Because it takes longer than the lease, or it thinks so.
      long durationMillis = chance().skewed(1, EXTENSION_MILLIS_MAX);
      settle(Verb.EXTEND, held, durationMillis);
      workMicros += chance().between(0, TimeUnit.MILLISECONDS.toMicros(durationMillis));
    }
    Verb verb = chance().percent(manners.nackPercent()) ? Verb.NACK : Verb.ACK;
    if (chance().percent(manners.zombiePercent())) {
      long late =
          TimeUnit.MILLISECONDS.toMicros(held.leaseMillis()) + chance().skewed(0, 10_000_000);
      world.afterMicros(late, () -> settleLate(verb, held));
      return;
    }
    // Its next life remembers what this one was at, and its connection is another.
    long wholeMicros = workMicros;
    world.afterMicros(
        wholeMicros,
        () -> {
          if (!stopped) {
            settle(verb, held, 0);
            if (chance().percent(manners.repeatPercent())) {
              settle(chance().percent(50) ? Verb.ACK : Verb.NACK, held, 0);
            }
          }
        });
  }

  private void settleLate(Verb verb, HeldMessage held) {
    if (!world.faults().areOver()) {
      world.faults().count(FaultKind.ZOMBIE_SETTLES);
      if (chance().percent(30)) {
        settle(Verb.EXTEND, held, chance().skewed(1, EXTENSION_MILLIS_MAX));
      } else {
        settle(verb, held, 0);
      }
    }
  }

  private void settle(Verb verb, HeldMessage held, long durationMillis) {
    Connection current = connection;
    if (current == null || !current.isOpen()) {
      SimulatedNode node = cluster.nodeFor(SimulatedCluster.DATA_GROUP);
      if (node == null) {
        return;
      }
      current = new Connection(world, node);
      connection = current;
    }
    LeaseId lease = chance().percent(manners.namelessPercent()) ? LeaseId.NONE : held.lease();
    gateway.settle(current, held, verb, lease, durationMillis);
  }

  private Chance chance() {
    return world.chance();
  }
}
