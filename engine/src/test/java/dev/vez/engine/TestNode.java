package dev.vez.engine;

import dev.vez.domain.command.ConfigLimits;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.message.Bytes;
import dev.vez.domain.record.GroupSettings;
import dev.vez.engine.catalogue.ConfigView;
import dev.vez.engine.delivery.DeliveryOptions;
import dev.vez.engine.group.GroupOptions;
import dev.vez.engine.hook.HookOptions;
import dev.vez.engine.hook.OnError;
import dev.vez.engine.local.LocalConsensusGroup;
import dev.vez.engine.service.AdminOptions;
import dev.vez.engine.service.RequestLimits;
import dev.vez.ports.api.CreditedSubscription;
import dev.vez.ports.api.EnqueueBatch;
import dev.vez.ports.api.EnqueueRequest;
import dev.vez.ports.api.NewQueue;
import dev.vez.ports.api.QueueStats;
import dev.vez.ports.api.QueueSummary;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import dev.vez.ports.api.SubscribeRequest;
import dev.vez.ports.api.Subscription;
import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.recovery.FakeFreeSpace;
import dev.vez.ports.recovery.InMemoryStateStore;
import dev.vez.ports.recovery.InMemoryStateStores;
import dev.vez.ports.recovery.StateStore;
import dev.vez.ports.recovery.StateStores;
import dev.vez.ports.replication.ConsensusGroups;
import dev.vez.ports.scheduling.Delivery;
import dev.vez.ports.scheduling.FakeHookCompiler;
import dev.vez.ports.scheduling.SeededRandomSource;
import dev.vez.ports.scheduling.VirtualProcess;
import dev.vez.ports.scheduling.VirtualScheduler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/** A node alone in virtual time, on a disk that outlives it. */
public final class TestNode {

  /** Small enough that tests meet the limits of an entry, and deliveries the store. */
  public static final EngineOptions OPTIONS =
      new EngineOptions(
          new GroupOptions(8, 4_096, 2, 1_000, 1 << 20, 4, 100, 50, false),
          new DeliveryOptions(100, 2_000),
          RequestLimits.DEFAULT,
          new HookOptions(2, 100, 1 << 20, 3, 10_000, OnError.DEFAULT),
          new AdminOptions(3, 1, 10, new ConfigLimits(5, 300, 100)),
          GroupSettings.DEFAULT,
          10_000,
          1_000,
          5_000);

  public final VirtualScheduler scheduler;
  public final InMemoryStateStores disk = new InMemoryStateStores();
  public final FakeFreeSpace freeSpace = new FakeFreeSpace();
  public final FakeHookCompiler hooks = new FakeHookCompiler();
  private final Map<Integer, InMemoryStateStore> stores = new HashMap<>();
  private final EngineOptions options;
  private ConsensusGroups consensus = (group, applied, members) -> new LocalConsensusGroup(applied);
  public final RecordingTelemetry telemetry = new RecordingTelemetry();
  private VirtualProcess process;
  private Engine engine;
  private CompletionStage<Void> ready = new CompletableFuture<>();

  public TestNode() {
    this(new VirtualScheduler(), OPTIONS);
  }

  public TestNode(VirtualScheduler scheduler, EngineOptions options) {
    this.scheduler = scheduler;
    this.options = options;
    this.process = scheduler.process();
    this.engine = newEngine();
  }

  /** A node that serves. */
  public static TestNode started() {
    TestNode node = new TestNode();
    node.start();
    return node;
  }

  /** A node that serves, with a queue. */
  public static TestNode withQueue(String queue) {
    TestNode node = started();
    node.createQueue(queue);
    return node;
  }

  /** Goes on until calls are taken. */
  public void start() {
    beginStart();
    scheduler.runUntil(() -> ready.toCompletableFuture().isDone());
    ready.toCompletableFuture().join();
  }

  public void beginStart() {
    ready = engine.start();
  }

  public CompletionStage<Void> ready() {
    return ready;
  }

  /** Stops in good order. */
  public void stop() {
    CompletableFuture<Void> stopped = engine.stop().toCompletableFuture();
    scheduler.runUntil(stopped::isDone);
    stopped.join();
  }

  /** Loses power: of what was not synced, some may survive. */
  public void crash(IntUnaryOperator survivors) {
    process.crash();
    disk.crash(survivors);
  }

  /** Prepares a process on the same disk, which is yet to be started. */
  public void replaceProcess() {
    process = scheduler.process();
    engine = newEngine();
  }

  /** Loses power, with all that was not synced, and starts again. */
  public void crashAndRestart() {
    crash(unsynced -> 0);
    replaceProcess();
    start();
  }

  public void useConsensus(ConsensusGroups newConsensus) {
    consensus = newConsensus;
    engine = newEngine();
  }

  public Engine engine() {
    return engine;
  }

  public VirtualProcess process() {
    return process;
  }

  public InMemoryStateStore store(int group) {
    InMemoryStateStore store = stores.get(group);
    if (store == null) {
      throw new IllegalStateException("Expected group " + group + " to be open");
    }
    return store;
  }

  public String createQueue(String name) {
    return accepted(engine.admin().createQueue(new NewQueue(name, "", "", 0)));
  }

  public String createQueue(String name, String onEnqueueScript) {
    return accepted(engine.admin().createQueue(new NewQueue(name, onEnqueueScript, "", 0)));
  }

  public CompletableFuture<Result<MessageId>> enqueue(String queue, String body) {
    return enqueue(queue, body, 1);
  }

  public CompletableFuture<Result<MessageId>> enqueue(String queue, String body, long origin) {
    return engine
        .messaging()
        .enqueue(new EnqueueRequest(queue, Map.of("header", body), bytes(body), origin))
        .toCompletableFuture();
  }

  public CompletableFuture<Result<List<Result<MessageId>>>> enqueueBatch(
      String queue, long origin, String... bodies) {
    return engine.messaging().enqueueBatch(batch(queue, origin, bodies)).toCompletableFuture();
  }

  /** Messages with a header that says what is in their bodies. */
  public static EnqueueBatch batch(String queue, long origin, String... bodies) {
    return new EnqueueBatch(
        queue,
        Stream.of(bodies)
            .map(body -> new EnqueueBatch.Message(Map.of("header", body), bytes(body)))
            .toList(),
        origin,
        true);
  }

  /** Messages whose idempotency keys and bodies these are. */
  public static EnqueueBatch keyed(String queue, String... keys) {
    return new EnqueueBatch(
        queue,
        Stream.of(keys)
            .map(key -> new EnqueueBatch.Message(Map.of("header", key), bytes(key), key))
            .toList(),
        1,
        true);
  }

  public MessageId enqueued(String queue, String body) {
    return accepted(enqueue(queue, body));
  }

  /** A consumer that is attached. */
  public RecordingSink consume(String queue, int window, RecordingSink sink) {
    CompletableFuture<Result<Subscription>> result = consumeLater(queue, window, sink);
    accepted(result);
    return sink;
  }

  public RecordingSink consume(String queue, int window) {
    return consume(queue, window, new RecordingSink());
  }

  public CompletableFuture<Result<Subscription>> consumeLater(
      String queue, int window, RecordingSink sink) {
    return engine
        .messaging()
        .consume(queue, window, sink)
        .thenApply(
            result -> {
              if (result instanceof Result.Accepted<Subscription>(var subscription)) {
                sink.subscribed(subscription);
              }
              return result;
            })
        .toCompletableFuture();
  }

  /** A consumer that grants its credit itself; its sink takes everything at once. */
  public CreditedSubscription subscribe(SubscribeRequest request, RecordingSink sink) {
    CreditedSubscription subscription = accepted(engine.messaging().subscribe(request, sink));
    sink.subscribed(subscription);
    return subscription;
  }

  public CompletableFuture<Result<Settled>> ack(Delivery delivery) {
    return engine
        .messaging()
        .ack(delivery.queue(), delivery.message().id(), delivery.lease())
        .toCompletableFuture();
  }

  public CompletableFuture<Result<Settled>> ack(String queue, MessageId message) {
    return engine.messaging().ack(queue, message, LeaseId.NONE).toCompletableFuture();
  }

  public QueueSummary summary(String queue) {
    return stats(queue).summary();
  }

  public QueueStats stats(String queue) {
    return accepted(engine.admin().queueStats(queue));
  }

  public List<QueueSummary> queues() {
    return accepted(engine.admin().listQueues());
  }

  /** Goes on until a call is answered. */
  public <T> Result<T> await(CompletionStage<Result<T>> call) {
    CompletableFuture<Result<T>> future = call.toCompletableFuture();
    scheduler.runUntil(future::isDone);
    return future.join();
  }

  /** Goes on until a call is carried out. */
  public <T> T accepted(CompletionStage<Result<T>> call) {
    return switch (await(call)) {
      case Result.Accepted<T>(var value) -> value;
      case Result.Rejected<T>(var reason) ->
          throw new AssertionError("Expected success, but got " + reason);
    };
  }

  /** Goes on until a call is refused. */
  public <T> Rejection rejected(CompletionStage<Result<T>> call) {
    return switch (await(call)) {
      case Result.Accepted<T>(var value) ->
          throw new AssertionError("Expected a refusal, but got " + value);
      case Result.Rejected<T>(var reason) -> reason;
    };
  }

  public static Bytes bytes(String text) {
    return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private Engine newEngine() {
    return new Engine(
        new EnginePorts(
            process,
            process,
            process,
            new SeededRandomSource(1),
            new OpenedStores(),
            freeSpace,
            consensus,
            hooks,
            new ConfigView(),
            (group, status) -> {},
            telemetry),
        options);
  }

  /** Hands out the stores of the disk, and remembers them. */
  private final class OpenedStores implements StateStores {

    @Override
    public StateStore open(int group) {
      InMemoryStateStore store = disk.open(group);
      stores.put(group, store);
      return store;
    }

    @Override
    public AppliedPosition restore(int group, Path checkpoint) {
      return disk.restore(group, checkpoint);
    }

    @Override
    public void close() {
      disk.close();
    }
  }
}
