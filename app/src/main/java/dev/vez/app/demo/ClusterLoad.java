package dev.vez.app.demo;

import com.google.protobuf.ByteString;
import dev.vez.client.Consumer;
import dev.vez.client.VezClient;
import dev.vez.client.VezException;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Producers and consumers of one queue, through every node, and what they have seen. A message is
 * sent once: what becomes of it is counted, whatever that is.
 */
final class ClusterLoad implements AutoCloseable {

  private static final int PRODUCERS_PER_NODE = 2;
  private static final int CONSUMER_WINDOW = 16;
  private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final String queue;
  private final List<VezClient> clients;
  private final List<Thread> threads = new ArrayList<>();
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final Set<String> unknown = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicInteger> delivered = new ConcurrentHashMap<>();
  private final AtomicLong lastNumber = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final CompletableFuture<Long> firstAfterKill = new CompletableFuture<>();
  private volatile boolean sending = true;
  private volatile boolean consuming = true;
  private volatile long killedAt = Long.MAX_VALUE;

  /** Index of the client whose node was killed, less than 0 for none. */
  private volatile int dead = -1;

  /**
   * No load yet.
   *
   * @param clients of the nodes, one each
   */
  ClusterLoad(String queue, List<VezClient> clients) {
    this.queue = queue;
    this.clients = List.copyOf(clients);
  }

  void start() {
    for (int node = 0; node < clients.size(); node++) {
      int first = node;
      for (int i = 0; i < PRODUCERS_PER_NODE; i++) {
        threads.add(Thread.ofVirtual().name("demo producer").start(() -> produce(first)));
      }
      threads.add(Thread.ofVirtual().name("demo consumer").start(() -> consume(first)));
    }
  }

  /** The leader is killed now: whoever works through it goes on through another node. */
  void killed(VezClient ofLeader) {
    dead = clients.indexOf(ofLeader);
    killedAt = System.nanoTime();
  }

  /** Nanoseconds from the kill to the first answer that a later enqueue was accepted. */
  CompletableFuture<Long> gap() {
    return firstAfterKill;
  }

  void stopSending() {
    sending = false;
  }

  /** Whether all that was accepted has been delivered. */
  boolean isAllDelivered() {
    return delivered.keySet().containsAll(accepted);
  }

  /** What was counted so far. */
  Counts counts() {
    long extra = delivered.values().stream().mapToLong(times -> times.get() - 1L).sum();
    return new Counts(
        accepted.size(),
        refused.get(),
        unknown.size(),
        unknown.stream().filter(delivered::containsKey).count(),
        delivered.size(),
        extra,
        accepted.stream().filter(each -> !delivered.containsKey(each)).count());
  }

  @Override
  public void close() {
    sending = false;
    consuming = false;
    threads.forEach(Thread::interrupt);
  }

  private void produce(int first) {
    int node = first;
    try {
      while (sending) {
        VezClient client = clients.get(node);
        String body = "message " + lastNumber.incrementAndGet();
        long begun = System.nanoTime();
        CompletableFuture<String> answer =
            client.enqueue(queue, Map.of(), ByteString.copyFromUtf8(body)).toCompletableFuture();
        if (await(answer, body)) {
          long now = System.nanoTime();
          if (begun - killedAt > 0) {
            firstAfterKill.complete(now - killedAt);
          }
          TimeUnit.NANOSECONDS.sleep(PACE_NANOS);
        } else {
          TimeUnit.NANOSECONDS.sleep(AGAIN_NANOS);
          node = after(node);
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Another node that lives. */
  private int after(int node) {
    int next = (node + 1) % clients.size();
    return next == dead ? (next + 1) % clients.size() : next;
  }

  /** Whether it was accepted. */
  private boolean await(CompletableFuture<String> answer, String body) throws InterruptedException {
    try {
      answer.get();
      accepted.add(body);
      return true;
    } catch (ExecutionException failure) {
      if (isRefusal(failure.getCause())) {
        refused.incrementAndGet();
      } else {
        unknown.add(body);
      }
      return false;
    }
  }

  /** Whether a call was certainly not carried out. */
  private static boolean isRefusal(@Nullable Throwable failure) {
    return failure instanceof VezException told
        && (told.reason().equals("NOT_LEADER") || told.code() == Status.Code.RESOURCE_EXHAUSTED);
  }

  private void consume(int first) {
    int node = first;
    try {
      while (consuming) {
        VezClient client = clients.get(node);
        try (Consumer consumer =
            client.consume(
                queue,
                CONSUMER_WINDOW,
                message -> {
                  delivered
                      .computeIfAbsent(message.payload().toStringUtf8(), _ -> new AtomicInteger())
                      .incrementAndGet();
                  return client.ack(queue, message.id()).handle((_, _) -> true);
                })) {
          consumer.ended().toCompletableFuture().handle((_, _) -> true).get();
        }
        TimeUnit.NANOSECONDS.sleep(AGAIN_NANOS);
        node = after(node);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * What became of the messages.
   *
   * @param accepted those whose producer was told so
   * @param refused those that were certainly not taken
   * @param unknown those whose producer learnt nothing
   * @param unknownDelivered those among the unknown that were delivered
   * @param delivered different ones that consumers have received
   * @param duplicated deliveries beyond the first of each
   * @param lost accepted, and not delivered
   */
  record Counts(
      long accepted,
      long refused,
      long unknown,
      long unknownDelivered,
      long delivered,
      long duplicated,
      long lost) {}
}
