package dev.vez.client;

import dev.vez.client.HeldDelivery.Settling;
import dev.vez.protos.vez.v1.AtEnd;
import dev.vez.protos.vez.v1.Extend;
import dev.vez.protos.vez.v1.Nack;
import dev.vez.protos.vez.v1.SettleFailure;
import dev.vez.protos.vez.v1.SettleRequest;
import dev.vez.protos.vez.v1.SettleResponse;
import dev.vez.protos.vez.v1.SettleStatus;
import dev.vez.protos.vez.v1.SubscribeOpen;
import dev.vez.protos.vez.v1.SubscribeRequest;
import dev.vez.protos.vez.v1.SubscribeResponse;
import dev.vez.protos.vez.v1.VezServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscription, over one stream after the other. Handlers run on threads of their own; what
 * they make of messages is gathered and goes out together, at the latest after a few milliseconds.
 *
 * <p>A message counts against the prefetch from its delivery until it is settled. Those that no
 * handler has begun with are forgotten when their stream ends, for the broker takes them back;
 * those that handlers are at are settled over the next stream, under the lease that they have.
 */
final class Subscriber implements Consumer {

  private static final Logger log = LoggerFactory.getLogger(Subscriber.class);

  private static final int BATCH_MAX = 256;
  private static final long GATHER_MILLIS = 2;
  private static final long LOOK_MILLIS = 200;
  private static final long END_SECONDS = 5;
  private static final int ERROR_CHARS = 1_000;

  private final Streams streams;
  private final String queue;
  private final SubscribeOptions options;
  private final DeliveryHandler handler;
  private final ScheduledExecutorService timer;
  private final ScheduledFuture<?> looking;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrival = lock.newCondition();
  private final Condition idle = lock.newCondition();

  // All below under the lock.
  private final ArrayDeque<HeldDelivery> waiting = new ArrayDeque<>();

  /** With handlers, or not settled yet by those that settle later. */
  private final Set<HeldDelivery> begun = new LinkedHashSet<>();

  private final Set<Thread> workers = new LinkedHashSet<>();
  private final List<Settling> settlings = new ArrayList<>();
  private final Backoff backoff = new Backoff();
  private @Nullable Stream stream;
  private String leader = "";
  private int running;

  /** Messages that the broker may still send over the current stream. */
  private long granted;

  /** Messages that are settled, or given up. */
  private long done;

  private boolean isGathering;
  private boolean closing;

  Subscriber(
      Streams streams,
      String queue,
      SubscribeOptions options,
      DeliveryHandler handler,
      ScheduledExecutorService timer) {
    this.streams = streams;
    this.queue = queue;
    this.options = options;
    this.handler = handler;
    this.timer = timer;
    this.looking =
        timer.scheduleWithFixedDelay(
            this::extendLeases, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Begins.
   *
   * @param handlers runs the handlers
   */
  void start(ExecutorService handlers) {
    for (int i = 0; i < options.concurrency(); i++) {
      handlers.execute(this::work);
    }
    lock.lock();
    try {
      connect();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public CompletionStage<Void> ended() {
    return ended.minimalCompletionStage();
  }

  @Override
  public void close() {
    boolean isWithin = isHandling();
    lock.lock();
    try {
      closing = true;
      arrival.signalAll();
      long nanos = options.closeTimeout().toNanos();
      while (!isWithin && running > 0 && nanos > 0) {
        nanos = idle.awaitNanos(nanos);
      }
      flush();
      finish();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      finish();
    } finally {
      lock.unlock();
    }
    if (!isWithin) {
      awaitEnd();
    }
  }

  private boolean isHandling() {
    lock.lock();
    try {
      return workers.contains(Thread.currentThread());
    } finally {
      lock.unlock();
    }
  }

  private void awaitEnd() {
    CompletableFuture<Void> over = ended.handle((_, _) -> null);
    over.completeOnTimeout(null, END_SECONDS, TimeUnit.SECONDS).join();
    if (!ended.isDone()) {
      Stream last;
      lock.lock();
      try {
        last = stream;
      } finally {
        lock.unlock();
      }
      if (last != null) {
        last.call.cancel("closed by the consumer", null);
      }
      end(null);
    }
  }

  /** Sends nothing more. Where there is no stream, that is the end. */
  private void finish() {
    waiting.clear();
    Stream current = stream;
    if (current == null) {
      end(null);
    } else {
      current.halfClose();
    }
  }

  private void end(@Nullable Throwable failure) {
    looking.cancel(false);
    lock.lock();
    try {
      closing = true;
      arrival.signalAll();
      List<Settling> left = List.copyOf(settlings);
      settlings.clear();
      left.forEach(
          each ->
              each.answer()
                  .completeExceptionally(
                      failure == null ? Reasons.unknown("the consumer has ended", null) : failure));
    } finally {
      lock.unlock();
    }
    if (failure == null) {
      ended.complete(null);
    } else {
      ended.completeExceptionally(failure);
    }
  }

  // Handlers

  private void work() {
    lock.lock();
    try {
      workers.add(Thread.currentThread());
      while (!closing) {
        HeldDelivery next = waiting.poll();
        if (next == null) {
          // Nothing else to do: what is done should not wait for more.
          flush();
          arrival.awaitUninterruptibly();
        } else {
          begun.add(next);
          running++;
          lock.unlock();
          try {
            handle(next);
          } finally {
            lock.lock();
            running--;
            idle.signalAll();
          }
        }
      }
    } finally {
      workers.remove(Thread.currentThread());
      lock.unlock();
    }
  }

  private void handle(HeldDelivery delivery) {
    boolean isAutomatic = options.settling() == SubscribeOptions.Settling.AUTOMATIC;
    try {
      handler.handle(delivery);
      if (isAutomatic && delivery.isFirstToSettle()) {
        settle(automatic(delivery, Settling.Kind.ACK, ""));
      } else if (options.settling() == SubscribeOptions.Settling.NOBODY) {
        leave(delivery);
      }
    } catch (Throwable failure) {
      // An error too: without its thread the consumer would hold messages for nobody.
      if (failure instanceof Error) {
        log.warn("A handler has failed", failure);
      } else {
        log.debug("A handler has failed", failure);
      }
      if (options.settling() == SubscribeOptions.Settling.NOBODY) {
        leave(delivery);
      } else if (delivery.isFirstToSettle()) {
        settle(automatic(delivery, Settling.Kind.NACK, textOf(failure)));
      }
    }
  }

  /** It stays as it is. */
  private void leave(HeldDelivery delivery) {
    lock.lock();
    try {
      over(delivery);
    } finally {
      lock.unlock();
    }
  }

  private static Settling automatic(HeldDelivery delivery, Settling.Kind kind, String error) {
    return new Settling(delivery, kind, error, 0, new CompletableFuture<>());
  }

  private static String textOf(Throwable failure) {
    String text = failure.toString();
    return text.length() > ERROR_CHARS ? text.substring(0, ERROR_CHARS) : text;
  }

  // Settling

  void settle(Settling settling) {
    lock.lock();
    try {
      if (ended.isDone()) {
        settling.answer().completeExceptionally(Reasons.unknown("the consumer has ended", null));
        return;
      }
      settlings.add(settling);
      if (settlings.size() >= BATCH_MAX || waiting.isEmpty()) {
        flush();
      } else if (!isGathering) {
        isGathering = true;
        ScheduledFuture<?> _ =
            timer.schedule(this::flushGathered, GATHER_MILLIS, TimeUnit.MILLISECONDS);
      }
    } finally {
      lock.unlock();
    }
  }

  private void flushGathered() {
    lock.lock();
    try {
      isGathering = false;
      flush();
    } finally {
      lock.unlock();
    }
  }

  private void flush() {
    Stream current = stream;
    if (current != null && !settlings.isEmpty()) {
      List<Settling> batch = List.copyOf(settlings);
      settlings.clear();
      current.settle(batch);
    }
  }

  private void extendLeases() {
    if (options.extendFor().isZero()) {
      return;
    }
    lock.lock();
    try {
      long now = System.nanoTime();
      long extendFor = options.extendFor().toNanos();
      begun.forEach(each -> extendIfDue(each, now, extendFor));
      waiting.forEach(each -> extendIfDue(each, now, extendFor));
      flush();
    } finally {
      lock.unlock();
    }
  }

  private void extendIfDue(HeldDelivery delivery, long now, long extendFor) {
    if (delivery.isToBeExtended(now, extendFor)) {
      delivery.extended(now);
      settlings.add(
          new Settling(
              delivery,
              Settling.Kind.EXTEND,
              "",
              Math.max(1, delivery.leaseMillis()),
              new CompletableFuture<>()));
    }
  }

  /** A settlement has come to its end. */
  private void settled(Settling settling, SettleResult result) {
    HeldDelivery delivery = settling.delivery();
    if (settling.kind() == Settling.Kind.EXTEND && result == SettleResult.SETTLED) {
      return;
    }
    if (result != SettleResult.SETTLED) {
      delivery.lose();
    }
    over(delivery);
  }

  /** A message is held no more, and makes room for another. */
  private void over(HeldDelivery delivery) {
    if (begun.remove(delivery) || waiting.remove(delivery)) {
      done++;
      Stream current = stream;
      if (current != null) {
        current.grantMore();
      }
      if (options.limit() > 0 && done >= options.limit() && !closing) {
        closing = true;
        arrival.signalAll();
        finish();
      }
    }
  }

  // Streams

  private void connect() {
    if (!closing) {
      Stream next = new Stream(leader);
      stream = next;
      next.start();
    }
  }

  private void reconnect() {
    lock.lock();
    try {
      if (closing) {
        if (stream == null) {
          end(null);
        }
      } else if (stream == null) {
        connect();
      }
    } finally {
      lock.unlock();
    }
  }

  /** How much may be granted now: within the prefetch and within the limit. */
  private long wanted() {
    long held = waiting.size() + begun.size() + granted;
    long room = options.prefetch() - held;
    return options.limit() == 0 ? room : Math.min(room, options.limit() - done - held);
  }

  /** One call. */
  private final class Stream extends ClientCall.Listener<SubscribeResponse> {

    private final ClientCall<SubscribeRequest, SubscribeResponse> call;
    private final boolean isAtLeader;

    /** Settlements in the order in which they are answered. Under the lock. */
    private final ArrayDeque<List<Settling>> unanswered = new ArrayDeque<>();

    private long lastSequence;
    private boolean halfClosed;

    Stream(String address) {
      isAtLeader = !address.isEmpty();
      call =
          streams
              .channelTo(address)
              .newCall(VezServiceGrpc.getSubscribeMethod(), CallOptions.DEFAULT);
    }

    void start() {
      granted = 0;
      granted = Math.max(0, wanted());
      call.start(this, new Metadata());
      call.request(2);
      call.sendMessage(
          SubscribeRequest.newBuilder()
              .setCredit(granted)
              .setOpen(
                  SubscribeOpen.newBuilder()
                      .setQueue(queue)
                      .setAtEnd(options.keepsLeases() ? AtEnd.AT_END_KEEP : AtEnd.AT_END_RELEASE))
              .build());
      flush();
    }

    /** Grants in steps, and with the settlements that make the room where there are any. */
    void grantMore() {
      long wanted = wanted();
      long step = Math.max(1, options.prefetch() / 4);
      if (!closing && wanted > 0 && (wanted >= step || granted <= step)) {
        send(SubscribeRequest.newBuilder(), wanted);
      }
    }

    void settle(List<Settling> batch) {
      SettleRequest.Builder request = SettleRequest.newBuilder().setSequence(++lastSequence);
      // In the order of the answers.
      List<Settling> ordered = new ArrayList<>(batch.size());
      for (Settling.Kind kind : Settling.Kind.values()) {
        for (Settling each : batch) {
          if (each.kind() == kind) {
            ordered.add(each);
            add(each, request);
          }
        }
      }
      unanswered.add(ordered);
      send(SubscribeRequest.newBuilder().setSettle(request), 0);
    }

    private static void add(Settling settling, SettleRequest.Builder request) {
      var lease = settling.delivery().lease();
      switch (settling.kind()) {
        case ACK -> request.addAcks(lease);
        case NACK ->
            request.addNacks(Nack.newBuilder().setLeaseId(lease).setError(settling.error()));
        case EXTEND ->
            request.addExtends(
                Extend.newBuilder().setLeaseId(lease).setDurationMs(settling.millis()));
      }
    }

    private void send(SubscribeRequest.Builder request, long credit) {
      granted += credit;
      if (halfClosed) {
        return; // What is not answered fails with the end.
      }
      try {
        call.sendMessage(request.setCredit(credit).build());
      } catch (IllegalStateException cancelled) {
        // Its end tells what follows.
      }
    }

    void halfClose() {
      if (!halfClosed) {
        halfClosed = true;
        try {
          call.halfClose();
        } catch (IllegalStateException cancelled) {
          // It has ended.
        }
      }
    }

    @Override
    public void onMessage(SubscribeResponse response) {
      List<Runnable> completions = new ArrayList<>();
      lock.lock();
      try {
        backoff.reset();
        long now = System.nanoTime();
        for (var delivery : response.getDeliveriesList()) {
          granted--;
          if (!closing && stream == this) {
            waiting.add(new HeldDelivery(Subscriber.this, delivery, now));
            arrival.signal();
          }
        }
        for (SettleResponse settled : response.getSettledList()) {
          List<Settling> batch = unanswered.poll();
          if (batch == null) {
            throw new IllegalStateException("Expected no more answers than settlements");
          }
          read(batch, settled, completions);
        }
      } finally {
        lock.unlock();
      }
      completions.forEach(Runnable::run);
      call.request(1);
    }

    private void read(List<Settling> batch, SettleResponse response, List<Runnable> completions) {
      if (response.hasFailure()) {
        VezException failure = Reasons.of(response.getFailure());
        batch.forEach(each -> failed(each, failure, completions));
        return;
      }
      for (int i = 0; i < batch.size(); i++) {
        Settling settling = batch.get(i);
        SettleStatus status = response.getResults(i);
        switch (status) {
          case SETTLE_STATUS_SETTLED -> tell(settling, SettleResult.SETTLED, completions);
          case SETTLE_STATUS_LEASE_LOST -> tell(settling, SettleResult.LEASE_LOST, completions);
          case SETTLE_STATUS_NOT_FOUND -> tell(settling, SettleResult.NOT_FOUND, completions);
          case SETTLE_STATUS_UNSPECIFIED, SETTLE_STATUS_FAILED, UNRECOGNIZED ->
              failed(settling, failureAt(response, i), completions);
        }
      }
    }

    private static VezException failureAt(SettleResponse response, int at) {
      for (SettleFailure failure : response.getFailuresList()) {
        if (failure.getIndex() == at) {
          return Reasons.of(failure.getFailure());
        }
      }
      return Reasons.unknown("the broker gave no reason", null);
    }

    private void tell(Settling settling, SettleResult result, List<Runnable> completions) {
      settled(settling, result);
      completions.add(() -> settling.answer().complete(result));
    }

    /** A lease makes it harmless to settle again, whatever became of it the first time. */
    private void failed(Settling settling, VezException failure, List<Runnable> completions) {
      if (!closing
          && (Reasons.isWorthARepeat(failure.reason())
              || failure.reason().equals(Reasons.OUTCOME_UNKNOWN))) {
        ScheduledFuture<?> _ =
            timer.schedule(
                () -> Subscriber.this.settle(settling), LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return;
      }
      if (settling.kind() != Settling.Kind.EXTEND) {
        over(settling.delivery());
      }
      completions.add(() -> settling.answer().completeExceptionally(failure));
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      VezException failure = Failures.of(status.asRuntimeException(trailers));
      boolean isOver =
          status.isOk() || isFinal(status) || streams.isClosed() || !options.reconnects();
      lock.lock();
      try {
        if (stream != this) {
          return;
        }
        stream = null;
        granted = 0;
        // The broker has taken them back, or keeps them to their deadlines.
        waiting.clear();
        List<Settling> left = new ArrayList<>();
        unanswered.forEach(left::addAll);
        left.removeIf(each -> each.kind() == Settling.Kind.EXTEND && each.delivery().isSettled());
        settlings.addAll(0, left);
        leader = failure.leaderHint().isEmpty() || isAtLeader ? "" : failure.leaderHint();
        if (!isOver && !closing) {
          log.debug("The stream of a consumer has ended and is opened again: {}", status);
          ScheduledFuture<?> _ =
              timer.schedule(Subscriber.this::reconnect, backoff.next(), TimeUnit.NANOSECONDS);
          return;
        }
      } finally {
        lock.unlock();
      }
      end(status.isOk() || (closing && !isFinal(status)) ? null : failure);
    }

    /** Whether it is of no use to try again. */
    private static boolean isFinal(Status status) {
      return switch (status.getCode()) {
        case NOT_FOUND,
            INVALID_ARGUMENT,
            UNAUTHENTICATED,
            PERMISSION_DENIED,
            UNIMPLEMENTED,
            FAILED_PRECONDITION ->
            true;
        case OK,
            CANCELLED,
            UNKNOWN,
            DEADLINE_EXCEEDED,
            ALREADY_EXISTS,
            RESOURCE_EXHAUSTED,
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
