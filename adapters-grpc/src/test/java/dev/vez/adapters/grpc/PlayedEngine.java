package dev.vez.adapters.grpc;

import dev.vez.domain.message.Bytes;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Delivers from one thread of its own, and as far ahead as the window of a consumer allows. */
final class PlayedEngine implements AutoCloseable {

  private final ExecutorService loop = Executors.newSingleThreadExecutor();

  /** Begins to deliver messages 1 to {@code messages}, all with the same payload. */
  void deliver(FakeSubscription subscription, int messages, Bytes body) {
    new Backlog(subscription, messages, body).start();
  }

  @Override
  public void close() {
    loop.close();
  }

  private final class Backlog {
    private final FakeSubscription subscription;
    private final int messages;
    private final Bytes body;
    private int delivered;

    Backlog(FakeSubscription subscription, int messages, Bytes body) {
      this.subscription = subscription;
      this.messages = messages;
      this.body = body;
    }

    void start() {
      subscription.onHandedOver(() -> loop.execute(this::deliverWhatIsAllowed));
      loop.execute(this::deliverWhatIsAllowed);
    }

    private void deliverWhatIsAllowed() {
      while (delivered < messages
          && delivered < subscription.handedOverCount() + subscription.window) {
        delivered++;
        subscription.sink.deliver(Deliveries.delivery(delivered, body));
      }
    }
  }
}
