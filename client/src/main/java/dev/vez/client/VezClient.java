package dev.vez.client;

import com.google.protobuf.ByteString;
import dev.vez.protos.fila.v1.AckRequest;
import dev.vez.protos.fila.v1.ConsumeRequest;
import dev.vez.protos.fila.v1.CreateQueueResponse;
import dev.vez.protos.fila.v1.DeleteQueueRequest;
import dev.vez.protos.fila.v1.EnqueueRequest;
import dev.vez.protos.fila.v1.EnqueueResponse;
import dev.vez.protos.fila.v1.FilaAdminGrpc;
import dev.vez.protos.fila.v1.FilaAdminGrpc.FilaAdminStub;
import dev.vez.protos.fila.v1.FilaServiceGrpc;
import dev.vez.protos.fila.v1.FilaServiceGrpc.FilaServiceStub;
import dev.vez.protos.fila.v1.GetConfigRequest;
import dev.vez.protos.fila.v1.GetConfigResponse;
import dev.vez.protos.fila.v1.GetStatsRequest;
import dev.vez.protos.fila.v1.ListConfigRequest;
import dev.vez.protos.fila.v1.ListQueuesRequest;
import dev.vez.protos.fila.v1.NackRequest;
import dev.vez.protos.fila.v1.SetConfigRequest;
import dev.vez.protos.vez.v1.ClusterAdminGrpc;
import dev.vez.protos.vez.v1.ClusterAdminGrpc.ClusterAdminStub;
import dev.vez.protos.vez.v1.GetStatusRequest;
import dev.vez.protos.vez.v1.RedriveRequest;
import dev.vez.protos.vez.v1.RedriveResponse;
import dev.vez.protos.vez.v1.RemoveNodeRequest;
import dev.vez.protos.vez.v1.TransferLeadershipRequest;
import dev.vez.protos.vez.v1.VezAdminGrpc;
import dev.vez.protos.vez.v1.VezAdminGrpc.VezAdminStub;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptors;
import io.grpc.ConnectivityState;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A client of one broker. Safe for use by many threads; make one and share it.
 *
 * <p>Calls never block. Results complete on a thread of the transport: a continuation that takes
 * its time belongs on another one ({@code thenApplyAsync}). They fail with a {@link VezException}.
 * Nothing is repeated by itself.
 */
public final class VezClient implements AutoCloseable {

  private static final long CLOSE_WAIT_SECONDS = 2;

  /** A redrive of many messages, or at a low rate, takes its time. */
  private static final Duration REDRIVE_TIMEOUT = Duration.ofDays(1);

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final ManagedChannel channel;
  private final ExecutorService handlers;
  private final ScheduledExecutorService timer;

  private final ClientOptions options;
  private final FilaServiceStub messages;
  private final FilaAdminStub admin;
  private final VezAdminStub vezAdmin;
  private final ClusterAdminStub cluster;
  private final Streams streams;

  VezClient(ManagedChannel channel, ClientOptions options) {
    this(channel, options, address -> connect(BrokerAddress.parse(address), options));
  }

  /**
   * A client over a channel.
   *
   * @param connector connects to {@code host:port} of a node that another one has named
   */
  VezClient(
      ManagedChannel channel, ClientOptions options, Function<String, ManagedChannel> connector) {
    this.channel = channel;
    this.options = options;
    this.handlers = Executors.newVirtualThreadPerTaskExecutor();
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("vez-timer").factory());
    Channel calls = withToken(channel, options.apiKey());
    this.messages = FilaServiceGrpc.newStub(calls);
    this.admin = FilaAdminGrpc.newStub(calls);
    this.vezAdmin = VezAdminGrpc.newStub(calls);
    this.cluster = ClusterAdminGrpc.newStub(calls);
    this.streams = new Streams(calls, connector, named -> withToken(named, options.apiKey()));
  }

  /** A client of the broker at {@code address}. Connects with the first call. */
  public static VezClient of(BrokerAddress address) {
    return of(address, ClientOptions.DEFAULT);
  }

  /**
   * A client of the broker at {@code address}. Connects with the first call; encrypted where
   * address or options say so.
   *
   * @throws IllegalArgumentException if a file of the options cannot be read
   */
  public static VezClient of(BrokerAddress address, ClientOptions options) {
    return new VezClient(
        connect(address, options),
        options,
        named -> {
          BrokerAddress node = BrokerAddress.parse(named);
          return connect(address.secure() ? node.secured() : node, options);
        });
  }

  private static ManagedChannel connect(BrokerAddress address, ClientOptions options) {
    return Grpc.newChannelBuilderForAddress(
            address.host(), address.port(), credentials(address, options))
        .directExecutor()
        .maxInboundMessageSize(options.maxMessageBytes())
        .build();
  }

  private static ChannelCredentials credentials(BrokerAddress address, ClientOptions options) {
    TlsOptions tls = options.tls();
    if (tls == null) {
      return address.secure()
          ? TlsOptions.DEFAULT.credentials()
          : InsecureChannelCredentials.create();
    }
    return tls.credentials();
  }

  /** A channel over which the token, if there is one, goes with every call. */
  private static Channel withToken(ManagedChannel channel, String apiKey) {
    if (apiKey.isEmpty()) {
      return channel;
    }
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + apiKey);
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  /**
   * Connects ahead of the first call, to learn early whether there is a broker.
   *
   * @return fails with UNAVAILABLE where the first attempt fails or takes longer than the options
   *     allow
   */
  public CompletionStage<Void> connect() {
    CompletableFuture<Void> connected = new CompletableFuture<>();
    watch(connected);
    return connected
        .orTimeout(options.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(
            cause -> CompletableFuture.failedFuture(Failures.unreachable(channel, cause)));
  }

  private void watch(CompletableFuture<Void> connected) {
    ConnectivityState state = channel.getState(true);
    switch (state) {
      case READY -> connected.complete(null);
      case TRANSIENT_FAILURE, SHUTDOWN ->
          connected.completeExceptionally(new ConnectException(state.name()));
      case IDLE, CONNECTING -> channel.notifyWhenStateChanged(state, () -> watch(connected));
    }
  }

  /** Creates a queue and its dead-letter queue. Gives the queue's name once it can be used. */
  public CompletionStage<String> createQueue(NewQueue queue) {
    return call(admin()::createQueue, WireTypes.request(queue), CreateQueueResponse::getQueueId);
  }

  /** Deletes a queue, its dead-letter queue and all that is in them. */
  public CompletionStage<Void> deleteQueue(String queue) {
    return call(
        admin()::deleteQueue, DeleteQueueRequest.newBuilder().setQueue(queue).build(), this::done);
  }

  /** All queues. */
  public CompletionStage<QueueList> listQueues() {
    return call(admin()::listQueues, ListQueuesRequest.getDefaultInstance(), WireTypes::list);
  }

  /** Figures of one queue. */
  public CompletionStage<QueueStats> queueStats(String queue) {
    return call(
        admin()::getStats, GetStatsRequest.newBuilder().setQueue(queue).build(), WireTypes::stats);
  }

  /**
   * Sets an entry of the runtime configuration. Completes once the broker goes by it.
   *
   * @param key 1 to 256 bytes of UTF-8
   * @param value at most 1,024 bytes of UTF-8; empty to remove the entry
   */
  public CompletionStage<Void> setConfig(String key, String value) {
    SetConfigRequest request = SetConfigRequest.newBuilder().setKey(key).setValue(value).build();
    return call(admin()::setConfig, request, this::done);
  }

  /** Value of a key of the runtime configuration, empty where there is none. */
  public CompletionStage<String> getConfig(String key) {
    return call(
        admin()::getConfig,
        GetConfigRequest.newBuilder().setKey(key).build(),
        GetConfigResponse::getValue);
  }

  /**
   * The runtime configuration, ordered by key: at most 10,000 entries.
   *
   * @param prefix only keys that begin with it
   */
  public CompletionStage<List<ConfigEntry>> listConfig(String prefix) {
    return call(
        admin()::listConfig,
        ListConfigRequest.newBuilder().setPrefix(prefix).build(),
        WireTypes::config);
  }

  /**
   * Moves messages from a dead-letter queue back to its parent. Gives how many were moved once all
   * are; what has begun goes on where the call ends earlier.
   */
  public CompletionStage<Long> redrive(String deadLetterQueue, RedriveOptions options) {
    if (options.equals(RedriveOptions.ofCount(options.count()))) {
      return call(
          admin.withDeadlineAfter(REDRIVE_TIMEOUT)::redrive,
          dev.vez.protos.fila.v1.RedriveRequest.newBuilder()
              .setDlqQueue(deadLetterQueue)
              .setCount(options.count())
              .build(),
          dev.vez.protos.fila.v1.RedriveResponse::getRedriven);
    }
    RedriveRequest.Builder request =
        RedriveRequest.newBuilder()
            .setDlqQueue(deadLetterQueue)
            .setCount(options.count())
            .setRatePerSecond(options.ratePerSecond())
            .setDryRun(options.dryRun());
    if (options.fairnessKey() != null) {
      request.setFairnessKey(options.fairnessKey());
    }
    return call(
        vezAdmin.withDeadlineAfter(REDRIVE_TIMEOUT)::redrive,
        request.build(),
        RedriveResponse::getRedriven);
  }

  /** Members and groups of the cluster. Fails with UNIMPLEMENTED at a node alone. */
  public CompletionStage<ClusterStatus> clusterStatus() {
    return call(cluster()::getStatus, GetStatusRequest.getDefaultInstance(), WireTypes::status);
  }

  /** Takes a node off the list of members; its groups let it go after that. */
  public CompletionStage<Void> removeNode(long nodeId) {
    return call(
        cluster()::removeNode,
        RemoveNodeRequest.newBuilder().setNodeId(nodeId).build(),
        this::done);
  }

  /** Hands the leadership of a group to one of its voters. */
  public CompletionStage<Void> transferLeadership(int group, long nodeId) {
    return call(
        cluster()::transferLeadership,
        TransferLeadershipRequest.newBuilder().setGroup(group).setNodeId(nodeId).build(),
        this::done);
  }

  /** Sends a message. Gives its id once it is durable. */
  public CompletionStage<String> enqueue(
      String queue, Map<String, String> headers, ByteString payload) {
    EnqueueRequest request =
        EnqueueRequest.newBuilder()
            .setQueue(queue)
            .putAllHeaders(headers)
            .setPayload(payload)
            .build();
    return call(messages()::enqueue, request, EnqueueResponse::getMessageId);
  }

  /**
   * Consumes a queue until the consumer is closed or the stream ends.
   *
   * @param window messages that the handler may have at once, 1 or greater
   */
  public Consumer consume(String queue, int window, MessageHandler handler) {
    if (window < 1) {
      throw new IllegalArgumentException("Expected a window of 1 or more, but got " + window);
    }
    StreamConsumer consumer = new StreamConsumer(window, handler);
    messages
        .withExecutor(handlers)
        .consume(ConsumeRequest.newBuilder().setQueue(queue).build(), consumer);
    return consumer;
  }

  /** A producer with a stream of its own; it connects with the first message. */
  public Producer producer() {
    return producer(ProducerOptions.DEFAULT);
  }

  /** A producer with a stream of its own; it connects with the first message. */
  public Producer producer(ProducerOptions producerOptions) {
    return new Producer(streams, producerOptions);
  }

  /**
   * Subscribes to a queue until the consumer is closed, its limit is reached, or the broker says
   * that it is of no use. The stream is opened again where it breaks, at the leader where a node
   * has named it.
   *
   * <pre>{@code
   * Consumer consumer =
   *     client.subscribe(
   *         "orders",
   *         SubscribeOptions.DEFAULT.withConcurrency(10),
   *         delivery -> System.out.println(delivery.message().payload().toStringUtf8()));
   * }</pre>
   *
   * <p>{@link Consumer#close} lets handlers that run finish, for as long as the options say,
   * settles what they have done, and gives back what no handler has begun with.
   */
  public Consumer subscribe(
      String queue, SubscribeOptions subscribeOptions, DeliveryHandler handler) {
    Subscriber subscriber = new Subscriber(streams, queue, subscribeOptions, handler, timer);
    subscriber.start(handlers);
    return subscriber;
  }

  /** Settles a leased message: it is done, and gone. */
  public CompletionStage<Void> ack(String queue, String messageId) {
    AckRequest request = AckRequest.newBuilder().setQueue(queue).setMessageId(messageId).build();
    return call(messages()::ack, request, this::done);
  }

  /**
   * Gives a leased message up after a failed attempt.
   *
   * @param error what went wrong, for the queue's {@code on_failure} script; empty for nothing
   */
  public CompletionStage<Void> nack(String queue, String messageId, String error) {
    NackRequest request =
        NackRequest.newBuilder().setQueue(queue).setMessageId(messageId).setError(error).build();
    return call(messages()::nack, request, this::done);
  }

  /** Ends all calls and consumers and closes the connection. */
  @Override
  public void close() {
    streams.close();
    channel.shutdownNow();
    try {
      if (!channel.awaitTermination(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS)) {
        // Nothing of ours is left in it; its threads are daemons.
        channel.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    handlers.shutdown();
    timer.shutdownNow();
  }

  private FilaServiceStub messages() {
    return messages.withDeadlineAfter(options.callTimeout());
  }

  private FilaAdminStub admin() {
    return admin.withDeadlineAfter(options.callTimeout());
  }

  private ClusterAdminStub cluster() {
    return cluster.withDeadlineAfter(options.callTimeout());
  }

  private Void done(Object response) {
    return null;
  }

  private static <Q, R, T> CompletionStage<T> call(
      BiConsumer<Q, StreamObserver<R>> method, Q request, Function<R, T> reader) {
    Answer<R, T> answer = new Answer<>(reader);
    method.accept(request, answer);
    return answer.result().minimalCompletionStage();
  }
}
