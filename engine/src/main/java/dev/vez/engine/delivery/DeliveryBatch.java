package dev.vez.engine.delivery;

import dev.vez.domain.effect.CloseConsumer;
import dev.vez.domain.effect.DeadLettersRetried;
import dev.vez.domain.effect.Deliver;
import dev.vez.domain.effect.Effect;
import dev.vez.domain.effect.LeasesExpired;
import dev.vez.domain.effect.RedriveDone;
import dev.vez.domain.effect.TokensAsked;
import dev.vez.domain.effect.TurnsTaken;
import dev.vez.domain.effect.WakeAt;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one entry means for consumers, in order.
 *
 * @param steps the deliveries and closings
 */
record DeliveryBatch(List<DeliveryStep> steps) {

  /** Takes payloads that are still in memory with it. None where consumers are not concerned. */
  static @Nullable DeliveryBatch of(List<Effect> effects, FreshPayloads freshPayloads) {
    if (effects.isEmpty()) {
      return null;
    }
    List<DeliveryStep> steps = new ArrayList<>(effects.size());
    for (Effect effect : effects) {
      switch (effect) {
        case Deliver deliver ->
            steps.add(
                new DeliveryStep.HandOut(
                    deliver, freshPayloads.find(deliver.message().enqueued())));
        case CloseConsumer close -> steps.add(new DeliveryStep.Close(close));
        case WakeAt _ -> {} // The loop's own affair.
        case RedriveDone _, DeadLettersRetried _, LeasesExpired _, TurnsTaken _, TokensAsked _ -> {
          // No consumer's affair.
        }
      }
    }
    return steps.isEmpty() ? null : new DeliveryBatch(steps);
  }
}
