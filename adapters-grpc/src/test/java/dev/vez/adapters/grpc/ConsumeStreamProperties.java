package dev.vez.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.ports.api.Rejection.QueueNotFound;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Subscription;
import dev.vez.protos.fila.v1.ConsumeRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds of a stream in whatever order things happen to it. */
class ConsumeStreamProperties {

  private static final int WINDOW = 4;

  enum Event {
    DELIVERED,
    ROOM_FOR_ONE,
    ROOM_FOR_THREE,
    ATTACHED,
    CLIENT_GONE,
    ENDED_BY_ENGINE,
    DRAINED
  }

  @Property(tries = 2_000)
  void shouldSendInOrderAndDetachAtMostOnce(@ForAll List<Event> events) {
    Run run = new Run();
    events.forEach(run::happen);
    run.check();
  }

  /** Plays events and keeps account of what they must lead to. */
  private static final class Run {
    private final ManualTime time = new ManualTime();
    private final FakeMessaging messaging = new FakeMessaging();
    private final OpenCalls calls = new OpenCalls(10_000, time, time);
    private final PlayedCall call = new PlayedCall();
    private final ConsumeStream stream = new ConsumeStream(call, messaging, WINDOW, calls, time);
    private final CompletableFuture<Result<Subscription>> result = new CompletableFuture<>();
    private final FakeSubscription subscription;

    private int delivered;
    private int room;
    private boolean attached;
    private boolean ended;
    private boolean mustDetach;
    private boolean mustClose;
    private int expectedSent;

    Run() {
      calls.add(stream);
      messaging.onConsume = any -> result;
      stream.onMessage(
          new ParsedRequest.Understood<>(ConsumeRequest.newBuilder().setQueue("orders").build()));
      stream.onHalfClose();
      subscription = messaging.subscriptions.remove();
    }

    void happen(Event event) {
      switch (event) {
        case DELIVERED -> deliver();
        case ROOM_FOR_ONE -> addRoom(1);
        case ROOM_FOR_THREE -> addRoom(3);
        case ATTACHED -> {
          attached = true;
          result.complete(Result.accepted(subscription));
        }
        case CLIENT_GONE -> {
          end(true, false);
          stream.onCancel();
        }
        case ENDED_BY_ENGINE -> {
          end(false, true);
          stream.end(new QueueNotFound("orders"));
        }
        case DRAINED -> {
          end(true, true);
          calls.drain();
        }
      }
      if (attached && !ended) {
        expectedSent = Math.min(delivered, room);
      }
    }

    /** The engine keeps within the window. */
    private void deliver() {
      if (delivered - subscription.handedOverCount() < WINDOW) {
        delivered++;
        stream.deliver(Deliveries.delivery(delivered));
      }
    }

    private void addRoom(int messages) {
      room += messages;
      call.addRoom(messages);
      stream.onReady();
    }

    private void end(boolean detach, boolean close) {
      if (!ended) {
        ended = true;
        mustDetach = detach;
        mustClose = close;
      }
    }

    void check() {
      call.assertNotMisused();
      assertThat(call.sent())
          .isEqualTo(
              IntStream.rangeClosed(1, expectedSent)
                  .mapToObj(n -> Deliveries.id(n).toString())
                  .toList());
      assertThat(subscription.handedOver())
          .isEqualTo(IntStream.rangeClosed(1, expectedSent).mapToObj(Deliveries::lease).toList());
      assertThat(subscription.timesClosed()).isEqualTo(attached && mustDetach ? 1 : 0);
      assertThat(call.closedWith() != null).isEqualTo(mustClose);
      // Ended calls are forgotten, so a drain has nothing to wait for.
      calls.drain();
      assertThat(call.closedWith() != null).isEqualTo(!ended || mustClose);
    }
  }
}
