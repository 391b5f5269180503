package dev.vez.engine.delivery;

import dev.vez.domain.effect.CloseConsumer;
import dev.vez.domain.effect.Deliver;
import dev.vez.domain.message.Bytes;
import org.jspecify.annotations.Nullable;

/** One thing to be done for one consumer. */
sealed interface DeliveryStep {

  /**
   * Hand a message out.
   *
   * @param payload the payload, where it is in memory; else it is read from the store
   */
  record HandOut(Deliver deliver, @Nullable Bytes payload) implements DeliveryStep {}

  /** End a stream. */
  record Close(CloseConsumer close) implements DeliveryStep {}
}
