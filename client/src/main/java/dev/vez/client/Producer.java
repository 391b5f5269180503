package dev.vez.client;

import com.google.protobuf.ByteString;
import dev.vez.client.OutgoingBatch.Outgoing;
import dev.vez.protos.vez.v1.NewMessage;
import dev.vez.protos.vez.v1.PublishRequest;
import dev.vez.protos.vez.v1.PublishResponse;
import dev.vez.protos.vez.v1.PublishResult;
import dev.vez.protos.vez.v1.VezServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages in batches over one stream, to any number of queues. For any number of threads.
 *
 * <pre>{@code
 * try (Producer producer = client.producer()) {
 *   for (String order : List.of("first", "second")) {
 *     producer
 *         .send("orders", Map.of("tenant", "acme"), ByteString.copyFromUtf8(order))
 *         .whenComplete(
 *             (id, failure) -> {
 *               if (failure != null) {
 *                 System.err.println(order + " was not accepted: " + failure.getMessage());
 *               }
 *             });
 *   }
 *   producer.flush();
 * }
 * }</pre>
 *
 * <p>Each message is answered by itself: with its id once it is durable, or with a {@link
 * VezException}. What was certainly not accepted, because the leader has moved, a node shuts down,
 * a limit is reached or no broker is reached, is sent again until its time is over. A message whose
 * outcome is not known is sent again only where it has an idempotency key, by which the broker
 * knows the repeat ({@link ProducerOptions#withIdempotency}); else, and where its time is over, it
 * fails with the reason {@code OUTCOME_UNKNOWN}. Where the stream breaks it is opened again, at the
 * leader where a node has named it.
 *
 * <p>Messages for one queue are accepted in the order in which they were given. Where some are sent
 * again, later ones may come before them; with one batch in flight at a time that cannot happen.
 */
public final class Producer implements AutoCloseable {

  /** About what a message takes apart from its payload and headers. */
  private static final int MESSAGE_BYTES = 32;

  /** Before a message is sent again of which the broker does not know what became. */
  private static final Duration UNKNOWN_DELAY = Duration.ofMillis(50);

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /**
   * How long to wait before a leader that was named is asked: not for it, but where two nodes name
   * each other for a moment.
   */
  private static final Duration NAMED_DELAY = Duration.ofMillis(2);

  /** What the server answers itself in time, is not given up here. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Streams streams;
  private final ProducerOptions options;
  private final Thread sender;

  /** What the keys of this producer's messages begin with. */
  private final String keyPrefix;

  private final AtomicLong lastKey = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition work = lock.newCondition();

  // All below under the lock.
  private final Map<String, OutgoingBatch> open = new LinkedHashMap<>();
  private final ArrayDeque<OutgoingBatch> ready = new ArrayDeque<>();
  private final Backoff backoff = new Backoff();
  private @Nullable Stream stream;

  /** Where the next stream goes, empty for where the client was told to connect. */
  private String leader = "";

  private boolean isBackingOff;
  private long reconnectNanos;
  private long lastSequence;
  private int batchesInFlight;
  private int unanswered;
  private long unansweredBytes;
  private boolean isFlushing;
  private boolean isIdle;
  private boolean closing;
  private @Nullable VezException lastFailure;

  Producer(Streams streams, ProducerOptions options) {
    this.streams = streams;
    this.options = options;
    this.keyPrefix = randomPrefix();
    this.sender = Thread.ofPlatform().daemon().name("vez-producer").unstarted(this::sendAll);
    sender.start();
  }

  /**
   * Gives a message. Waits while as much is unanswered as may be, so that a fast program is slowed
   * down rather than filling the heap; do not call it on a thread of the transport.
   *
   * @return the message's id once it is durable. Completes on a thread of the transport: what takes
   *     its time belongs on another one.
   */
  public CompletionStage<String> send(
      String queue, Map<String, String> headers, ByteString payload) {
    return send(queue, outgoing(headers, payload, newKey()));
  }

  /**
   * Gives a message with an idempotency key that the program has chosen, as {@link #send(String,
   * Map, ByteString)} does. Within the broker's window a message with a key that was used before
   * for the same queue is answered with the id of the first one and not accepted again, whichever
   * producer sent that.
   *
   * @param idempotencyKey 1 to 128 bytes of UTF-8
   */
  public CompletionStage<String> send(
      String queue, Map<String, String> headers, ByteString payload, String idempotencyKey) {
    if (idempotencyKey.isEmpty()) {
      throw new IllegalArgumentException("Expected an idempotency key, but got an empty one");
    }
    return send(queue, outgoing(headers, payload, idempotencyKey));
  }

  private CompletionStage<String> send(String queue, Outgoing message) {
    lock.lock();
    try {
      while (!closing && !hasRoom(message.bytes())) {
        room.await();
      }
      return give(queue, message);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.failedFuture(
          new CancellationException("Interrupted while waiting for room"));
    } finally {
      lock.unlock();
    }
  }

  /** Gives a message where there is room for it at once; none where there is not. */
  public Optional<CompletionStage<String>> trySend(
      String queue, Map<String, String> headers, ByteString payload) {
    Outgoing message = outgoing(headers, payload, newKey());
    lock.lock();
    try {
      return closing || hasRoom(message.bytes())
          ? Optional.of(give(queue, message))
          : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends a message and waits for its id.
   *
   * @throws VezException where it was not accepted, or is not known to be
   */
  public String sendAndWait(String queue, Map<String, String> headers, ByteString payload) {
    try {
      return send(queue, headers, payload).toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof VezException known ? known : e;
    }
  }

  /** Sends what lingers and waits until all that was given is answered, one way or another. */
  public void flush() {
    lock.lock();
    try {
      while (unanswered > 0) {
        isFlushing = true;
        work.signal();
        room.awaitUninterruptibly();
      }
    } finally {
      isFlushing = false;
      lock.unlock();
    }
  }

  /** Flushes, then ends. What is given later fails. Idempotent. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      work.signal();
      room.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      sender.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String randomPrefix() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random) + "-";
  }

  /** The key of the next message, empty where it gets none. */
  private String newKey() {
    return options.isIdempotent()
        ? keyPrefix + Long.toString(lastKey.incrementAndGet(), Character.MAX_RADIX)
        : "";
  }

  private Outgoing outgoing(Map<String, String> headers, ByteString payload, String key) {
    int bytes = payload.size() + key.length() + MESSAGE_BYTES;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      bytes += header.getKey().length() + header.getValue().length() + MESSAGE_BYTES;
    }
    NewMessage.Builder message = NewMessage.newBuilder().setPayload(payload).setIdempotencyKey(key);
    if (!headers.isEmpty()) {
      message.putAllHeaders(headers);
    }
    return new Outgoing(
        message.build(),
        bytes,
        System.nanoTime() + options.timeout().toNanos(),
        new CompletableFuture<>(),
        false);
  }

  private boolean hasRoom(int bytes) {
    return unanswered == 0
        || (unanswered < options.unansweredMessages()
            && unansweredBytes + bytes <= options.unansweredBytes());
  }

  private CompletionStage<String> give(String queue, Outgoing message) {
    if (closing) {
      return CompletableFuture.failedFuture(new IllegalStateException("The producer is closed"));
    }
    unanswered++;
    unansweredBytes += message.bytes();
    OutgoingBatch batch = open.get(queue);
    if (batch != null && batch.bytes + message.bytes() > options.batchBytes()) {
      ready.add(batch);
      batch = null;
    }
    if (batch == null) {
      batch = new OutgoingBatch(queue, System.nanoTime());
      open.put(queue, batch);
    }
    batch.add(message);
    if (batch.messages.size() >= options.batchMessages()) {
      open.remove(queue);
      ready.add(batch);
    }
    if (isIdle) {
      isIdle = false;
      work.signal();
    }
    return message.answer().minimalCompletionStage();
  }

  // The sender

  private void sendAll() {
    lock.lock();
    try {
      while (!(closing && unanswered == 0)) {
        long now = System.nanoTime();
        giveUpOverdue(now);
        OutgoingBatch next = nextBatch(now);
        if (next == null) {
          isIdle = true;
          long _ = work.awaitNanos(nanosToNext(now));
          isIdle = false;
        } else {
          send(next, now);
        }
      }
    } catch (InterruptedException | RuntimeException e) {
      failAll(e);
    } finally {
      Stream last = stream;
      closing = true;
      lock.unlock();
      if (last != null) {
        last.call.halfClose();
      }
    }
  }

  /** The batch that may go out now. */
  private @Nullable OutgoingBatch nextBatch(long now) {
    if (batchesInFlight >= options.batchesInFlight()
        || (isBackingOff && now - reconnectNanos < 0)) {
      return null;
    }
    for (Iterator<OutgoingBatch> each = ready.iterator(); each.hasNext(); ) {
      OutgoingBatch batch = each.next();
      if (!batch.isHeld || now - batch.notBeforeNanos >= 0) {
        each.remove();
        return batch;
      }
    }
    for (Iterator<OutgoingBatch> each = open.values().iterator(); each.hasNext(); ) {
      OutgoingBatch batch = each.next();
      if (isFlushing || closing || now - batch.sinceNanos >= options.linger().toNanos()) {
        each.remove();
        return batch;
      }
    }
    return null;
  }

  /** How long until there may be something to do that nobody tells of. */
  private long nanosToNext(long now) {
    long nanos = LOOK_NANOS;
    if (isBackingOff) {
      nanos = Math.min(nanos, reconnectNanos - now);
    }
    for (OutgoingBatch batch : ready) {
      if (batch.isHeld) {
        nanos = Math.min(nanos, batch.notBeforeNanos - now);
      }
    }
    if (batchesInFlight < options.batchesInFlight()) {
      for (OutgoingBatch batch : open.values()) {
        nanos = Math.min(nanos, batch.sinceNanos + options.linger().toNanos() - now);
      }
    }
    return Math.max(1, nanos);
  }

  private void send(OutgoingBatch batch, long now) {
    Stream current = stream;
    if (current == null) {
      isBackingOff = false;
      current = new Stream(leader);
      stream = current;
      current.start();
      if (stream != current) {
        // It has ended at once.
        ready.addFirst(batch);
        return;
      }
    }
    batch.sequence = ++lastSequence;
    batch.sentNanos = now;
    batchesInFlight++;
    current.inFlight.add(batch);
    PublishRequest request = batch.request();
    lock.unlock();
    try {
      current.call.sendMessage(request);
    } catch (IllegalStateException cancelled) {
      // Its end tells what becomes of the batch.
    } finally {
      lock.lock();
    }
  }

  private void giveUpOverdue(long now) {
    List<Outgoing> overdue = new ArrayList<>();
    open.values().forEach(batch -> takeOverdue(batch, now, overdue));
    open.values().removeIf(batch -> batch.messages.isEmpty());
    ready.forEach(batch -> takeOverdue(batch, now, overdue));
    ready.removeIf(batch -> batch.messages.isEmpty());
    if (!overdue.isEmpty()) {
      VezException failure = Reasons.tooLate(options.timeout(), lastFailure);
      overdue.forEach(each -> answered(each));
      outsideLock(() -> overdue.forEach(each -> fail(each, failure)));
    }
    Stream current = stream;
    OutgoingBatch oldest = current == null ? null : current.inFlight.peek();
    if (current != null
        && oldest != null
        && now - oldest.sentNanos > options.timeout().toNanos() + PATIENCE_NANOS) {
      stream = null;
      outsideLock(() -> current.call.cancel("no answer in time", null));
    }
  }

  private static void takeOverdue(OutgoingBatch batch, long now, List<Outgoing> overdue) {
    // In the order of their deadlines, but for those that were given by several threads at once.
    if (batch.messages.isEmpty() || now - batch.messages.getFirst().deadlineNanos() < 0) {
      return;
    }
    batch.messages.removeIf(
        each -> {
          boolean isOver = now - each.deadlineNanos() >= 0;
          if (isOver) {
            overdue.add(each);
          }
          return isOver;
        });
  }

  private void failAll(Throwable cause) {
    List<Outgoing> all = new ArrayList<>();
    open.values().forEach(batch -> all.addAll(batch.messages));
    ready.forEach(batch -> all.addAll(batch.messages));
    open.clear();
    ready.clear();
    all.forEach(this::answered);
    outsideLock(() -> all.forEach(each -> each.answer().completeExceptionally(cause)));
  }

  /** Tells that a message was not accepted, or that this is not known. */
  private static void fail(Outgoing message, VezException failure) {
    message
        .answer()
        .completeExceptionally(
            message.isUnknown() && !failure.reason().equals(Reasons.OUTCOME_UNKNOWN)
                ? Reasons.unknown("it was sent again, and " + failure.getMessage(), failure)
                : failure);
  }

  private void answered(Outgoing message) {
    unanswered--;
    unansweredBytes -= message.bytes();
    room.signalAll();
  }

  private void outsideLock(Runnable task) {
    lock.unlock();
    try {
      task.run();
    } finally {
      lock.lock();
    }
  }

  /** Sends messages again that were certainly not accepted, or are known when they come again. */
  private void again(String queue, List<Outgoing> messages, Duration delay) {
    if (messages.isEmpty()) {
      return;
    }
    OutgoingBatch batch = new OutgoingBatch(queue, System.nanoTime());
    messages.forEach(batch::add);
    batch.isHeld = true;
    batch.notBeforeNanos = System.nanoTime() + delay.toNanos();
    ready.addFirst(batch);
  }

  /** One call, and what was sent over it. */
  private final class Stream extends ClientCall.Listener<PublishResponse> {

    private final Departure departure = new Departure();
    private final ClientCall<PublishRequest, PublishResponse> call;
    private final boolean isAtLeader;

    /** In the order in which they are answered. Under the lock. */
    private final ArrayDeque<OutgoingBatch> inFlight = new ArrayDeque<>();

    Stream(String address) {
      isAtLeader = !address.isEmpty();
      call =
          streams
              .channelTo(address)
              .newCall(
                  VezServiceGrpc.getPublishMethod(),
                  CallOptions.DEFAULT.withStreamTracerFactory(departure));
    }

    void start() {
      call.start(this, new Metadata());
      call.request(Integer.MAX_VALUE);
    }

    @Override
    public void onMessage(PublishResponse response) {
      List<Runnable> completions = new ArrayList<>();
      lock.lock();
      try {
        OutgoingBatch batch = inFlight.peek();
        if (batch == null
            || batch.sequence != response.getSequence()
            || (!response.hasFailure() && batch.messages.size() != response.getResultsCount())) {
          // Ends the call: what becomes of the batch is not known.
          throw new IllegalStateException("Expected an answer to each message, in order");
        }
        inFlight.remove();
        batchesInFlight--;
        backoff.reset();
        read(batch, response, completions);
        work.signal();
      } finally {
        lock.unlock();
      }
      completions.forEach(Runnable::run);
    }

    private void read(OutgoingBatch batch, PublishResponse response, List<Runnable> completions) {
      List<Outgoing> repeated = new ArrayList<>();
      Duration delay = Duration.ZERO;
      long now = System.nanoTime();
      for (int i = 0; i < batch.messages.size(); i++) {
        Outgoing message = batch.messages.get(i);
        PublishResult result =
            response.hasFailure()
                ? PublishResult.newBuilder().setFailure(response.getFailure()).build()
                : response.getResults(i);
        if (!result.hasFailure()) {
          String id = result.getMessageId();
          answered(message);
          completions.add(() -> message.answer().complete(id));
          continue;
        }
        VezException failure = Reasons.of(result.getFailure());
        lastFailure = failure;
        boolean isUnknown = failure.reason().equals(Reasons.OUTCOME_UNKNOWN);
        if (now - message.deadlineNanos() < 0
            && (isUnknown ? message.isRepeatable() : Reasons.isWorthARepeat(failure.reason()))) {
          repeated.add(isUnknown ? message.unknown() : message);
          delay =
              isLeaderNamed(failure)
                  ? NAMED_DELAY
                  : failure.retryAfter().orElse(isUnknown ? UNKNOWN_DELAY : delay);
          follow(failure);
        } else {
          answered(message);
          completions.add(() -> fail(message, failure));
        }
      }
      again(batch.queue, repeated, delay);
    }

    private static boolean isLeaderNamed(VezException failure) {
      return failure.reason().equals(Reasons.NOT_LEADER) && !failure.leaderHint().isEmpty();
    }

    /** Goes to the leader where a node has named it. */
    private void follow(VezException failure) {
      if (isLeaderNamed(failure) && stream == this) {
        leader = failure.leaderHint();
        stream = null;
        call.halfClose();
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      VezException failure = Failures.of(status.asRuntimeException(trailers));
      boolean isCertain =
          !departure.hasLeft()
              || failure.reason().equals(Reasons.DRAINING)
              || failure.reason().equals(Reasons.NOT_LEADER);
      List<Outgoing> failed = new ArrayList<>();
      VezException told =
          isFinal(status) || isCertain ? failure : Reasons.unknown(why(status), failure);
      lock.lock();
      try {
        batchesInFlight -= inFlight.size();
        for (OutgoingBatch batch : List.copyOf(inFlight).reversed()) {
          List<Outgoing> repeated = new ArrayList<>();
          List<Outgoing> lost = new ArrayList<>();
          boolean isOver = isFinal(status) || streams.isClosed();
          for (Outgoing message : batch.messages) {
            if (!isOver && isCertain) {
              repeated.add(message);
            } else if (!isOver && message.isRepeatable()) {
              repeated.add(message.unknown());
            } else {
              answered(message);
              lost.add(message);
            }
          }
          again(batch.queue, repeated, Duration.ZERO);
          failed.addAll(0, lost);
        }
        inFlight.clear();
        if (stream == this) {
          stream = null;
          leader = failure.leaderHint().isEmpty() || isAtLeader ? "" : failure.leaderHint();
        }
        if (!status.isOk()) {
          lastFailure = failure;
          isBackingOff = true;
          reconnectNanos = System.nanoTime() + backoff.next();
        }
        work.signal();
      } finally {
        lock.unlock();
      }
      failed.forEach(each -> fail(each, told));
    }

    private static String why(Status status) {
      return "the stream has ended with " + status.getCode();
    }

    /** Whether it is of no use to try again. */
    private static boolean isFinal(Status status) {
      return switch (status.getCode()) {
        case UNAUTHENTICATED, PERMISSION_DENIED, UNIMPLEMENTED, INVALID_ARGUMENT -> true;
        case OK,
            CANCELLED,
            UNKNOWN,
            DEADLINE_EXCEEDED,
            NOT_FOUND,
            ALREADY_EXISTS,
            RESOURCE_EXHAUSTED,
            FAILED_PRECONDITION,
            ABORTED,
            OUT_OF_RANGE,
            INTERNAL,
            UNAVAILABLE,
            DATA_LOSS ->
            false;
      };
    }
  }
}
