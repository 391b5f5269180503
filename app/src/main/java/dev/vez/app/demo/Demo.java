package dev.vez.app.demo;

import com.google.protobuf.ByteString;
import dev.vez.app.config.Config;
import dev.vez.app.server.VezServer;
import dev.vez.client.BrokerAddress;
import dev.vez.client.Consumer;
import dev.vez.client.NewQueue;
import dev.vez.client.ReceivedMessage;
import dev.vez.client.VezClient;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs the demonstration: a broker of its own, the same messages into two queues, the same workers
 * on both. Producers and workers are ordinary clients, over gRPC.
 */
public final class Demo {

  private static final String TENANT = "tenant";
  private static final String TURNS = "turns";
  private static final String ARRIVAL = "arrival";

  /** What gives each tenant its turn: without it all messages have the same key. */
  private static final String SCRIPT =
      "function on_enqueue(msg) return { fairness_key = msg.headers[\"tenant\"] } end";

  /** Messages on their way to the broker at once. */
  private static final int PIPELINE = 512;

  private static final long FRAME_MILLIS = 150;

  private final DemoPlan wanted;
  private final PrintWriter out;
  private final boolean terminal;
  private final CompletableFuture<Void> finished = new CompletableFuture<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /**
   * @param terminal whether {@code out} understands ANSI sequences
   */
  public Demo(DemoPlan plan, PrintWriter out, boolean terminal) {
    this.wanted = plan;
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * Runs it from start to end.
   *
   * @param config of the broker: an empty data folder, a loopback address
   * @throws CompletionException if a call to the broker fails
   */
  public void run(Config config) throws InterruptedException {
    explain();
    try (VezServer server = VezServer.start(config);
        VezClient client = VezClient.of(new BrokerAddress("127.0.0.1", server.port()))) {
      await(client.createQueue(NewQueue.named(TURNS).withOnEnqueue(SCRIPT)));
      await(client.createQueue(NewQueue.named(ARRIVAL)));
      long start = System.nanoTime();
      DemoPlan sent = enqueueAll(client, start);
      out.println(
          "Enqueued 2 x %s messages in %s, each one durable before it was answered."
              .formatted(
                  DemoTable.number(sent.messages()), DemoTable.seconds(System.nanoTime() - start)));
      out.println();
      out.flush();
      work(client, sent, start);
    }
  }

  private void explain() {
    out.println(
        "One noisy tenant has %s messages in line before %d quiet ones send %d each."
            .formatted(
                DemoTable.number(wanted.noisyMessages()),
                wanted.quietTenants(),
                wanted.quietMessages()));
    out.println(
        "The same load goes into two queues of one broker, each with %d workers that need %d ms a"
                .formatted(wanted.workers(), wanted.work().toMillis())
            + " message.");
    out.println("One queue gives each tenant its turn, by this script; the other has none:");
    out.println();
    out.println("  " + SCRIPT);
    out.println();
    out.flush();
  }

  /**
   * All of the noisy tenant's messages first, then the quiet ones' in turn.
   *
   * @return what was sent: fewer noisy messages than wanted where that took too long
   */
  private DemoPlan enqueueAll(VezClient client, long start) throws InterruptedException {
    Semaphore room = new Semaphore(PIPELINE);
    List<DemoPlan.Tenant> tenants = wanted.tenants();
    int noisy = 0;
    while (noisy < wanted.noisyMessages()
        && (noisy < wanted.firstDeliveries()
            || System.nanoTime() - start < wanted.enqueueLimit().toNanos())) {
      enqueue(client, room, tenants.getFirst(), noisy);
      noisy++;
    }
    for (int i = 0; i < wanted.quietMessages(); i++) {
      for (DemoPlan.Tenant quiet : tenants.subList(1, tenants.size())) {
        enqueue(client, room, quiet, i);
      }
    }
    room.acquire(PIPELINE);
    failIfAnyFailed();
    return wanted.withNoisyMessages(noisy);
  }

  private void enqueue(VezClient client, Semaphore room, DemoPlan.Tenant tenant, int number)
      throws InterruptedException {
    ByteString payload = ByteString.copyFromUtf8(tenant.name() + " " + number);
    for (String queue : List.of(TURNS, ARRIVAL)) {
      room.acquire();
      failIfAnyFailed();
      CompletionStage<String> sent = client.enqueue(queue, Map.of(TENANT, tenant.name()), payload);
      sent.whenComplete(
          (id, problem) -> {
            failure.compareAndSet(null, problem);
            room.release();
          });
    }
  }

  private void work(VezClient client, DemoPlan plan, long start) throws InterruptedException {
    Lane turns = new Lane(TURNS, plan);
    Lane arrival = new Lane(ARRIVAL, plan);
    DemoScreen screen = new DemoScreen(out, terminal, turns, arrival, plan);
    long began = System.nanoTime();
    List<Consumer> workers = new ArrayList<>();
    for (int i = 0; i < plan.workers(); i++) {
      for (Lane lane : List.of(turns, arrival)) {
        Consumer worker =
            client.consume(
                lane.queue(),
                1,
                message ->
                    work(client, lane, message, began)
                        .thenRun(() -> finishOnce(turns.left() + arrival.left() == 0)));
        worker.ended().whenComplete((end, problem) -> stopOn(problem));
        workers.add(worker);
      }
    }
    while (!isFinished(FRAME_MILLIS) && System.nanoTime() - start < plan.limit().toNanos()) {
      screen.update(System.nanoTime() - began);
    }
    workers.forEach(Consumer::close);
    failIfAnyFailed();
    screen.finish(System.nanoTime() - began);
    new DemoSummary(turns, arrival).print(out);
  }

  private CompletionStage<Void> work(
      VezClient client, Lane lane, ReceivedMessage message, long began) {
    String tenant = message.headers().getOrDefault(TENANT, "");
    lane.delivered(tenant, System.nanoTime() - began);
    LockSupport.parkNanos(wanted.work().toNanos());
    return client
        .ack(lane.queue(), message.id())
        .thenRun(() -> lane.done(tenant, System.nanoTime() - began));
  }

  private void finishOnce(boolean allDone) {
    if (allDone) {
      finished.complete(null);
    }
  }

  private void stopOn(@Nullable Throwable problem) {
    if (problem != null) {
      failure.compareAndSet(null, problem);
      finished.complete(null);
    }
  }

  private boolean isFinished(long millis) throws InterruptedException {
    try {
      finished.get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException notYet) {
      return false;
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    }
  }

  private void failIfAnyFailed() {
    Throwable problem = failure.get();
    if (problem != null) {
      throw new CompletionException(problem);
    }
  }

  private static <T> T await(CompletionStage<T> answer) {
    return answer.toCompletableFuture().join();
  }
}
